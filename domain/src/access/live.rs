//! Live connections: who is told of a change to a case, and in which room the connection waits.
//!
//! A room is a group of connections. Each entity has one, for people who see the cases of that
//! entity alone; everyone with a wider scope waits in [`COMMON_ROOM`]. So a change concerns the
//! rooms of the entities that see the case, and the common room.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::policy::Scope;
use crate::{case::Case, reference::Reference, slug::Slug};

/// Room of people who see the cases of several entities or of all. No entity has this name.
pub const COMMON_ROOM: &str = "*";

/// Change to a case that connections are told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Reference number of the case.
    pub reference: Reference,
    /// Entities that saw the case before the change; none before its receipt.
    pub before: BTreeSet<Slug>,
    /// Entities that see the case after the change.
    pub after: BTreeSet<Slug>,
}

/// News of a case for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The person sees the case from now on.
    New,
    /// The case has changed.
    Changed,
    /// The person doesn't see the case any more.
    Gone,
}

impl Signal {
    /// Returns the signal of a case that was received by `entity`.
    pub fn received(reference: Reference, entity: &Slug) -> Self {
        Self { reference, before: BTreeSet::new(), after: [entity.clone()].into() }
    }

    /// Returns the signal of a change from one state of a case to the next.
    pub fn changed(before: &Case, after: &Case) -> Self {
        Self {
            reference: after.standing.reference,
            before: before.hands().holders(),
            after: after.hands().holders(),
        }
    }

    /// Returns the news for a person with this scope; `None` if the case doesn't concern them.
    ///
    /// The news of a case that somebody loses tells no more than what they saw before.
    pub fn news_for(&self, scope: &Scope) -> Option<News> {
        match (sees(scope, &self.before), sees(scope, &self.after)) {
            (false, true) => Some(News::New),
            (true, true) => Some(News::Changed),
            (true, false) => Some(News::Gone),
            (false, false) => None,
        }
    }

    /// Returns the rooms in which somebody may be concerned.
    pub fn rooms(&self) -> BTreeSet<&str> {
        rooms_of(self.before.union(&self.after))
    }
}

/// Returns whether a person with this scope sees a case that these entities see. It's the answer of
/// [`super::policy::may`] to `SeeCase`.
pub fn sees(scope: &Scope, holders: &BTreeSet<Slug>) -> bool {
    holders.iter().any(|entity| scope.includes(entity))
}

/// Returns the rooms of people who may see a case that these entities see.
pub fn rooms_of<'a>(holders: impl IntoIterator<Item = &'a Slug>) -> BTreeSet<&'a str> {
    holders.into_iter().map(Slug::as_str).chain([COMMON_ROOM]).collect()
}

/// Returns the room for a person with this scope; `None` if they see no cases.
pub fn room_of(scope: &Scope) -> Option<&str> {
    match scope {
        Scope::All => Some(COMMON_ROOM),
        Scope::Of(entities) if entities.len() > 1 => Some(COMMON_ROOM),
        Scope::Of(entities) => entities.first().map(Slug::as_str),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        access::policy::{Permission, may},
        case::Custody,
        staff::{Person, Role, StaffId},
    };

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn slugs(names: &str) -> BTreeSet<Slug> {
        names.split_whitespace().map(slug).collect()
    }

    fn signal(before: &str, after: &str) -> Signal {
        let reference = Reference::draw([1; 8]);
        Signal { reference, before: slugs(before), after: slugs(after) }
    }

    fn people() -> Vec<Person> {
        let roles = [
            vec![],
            vec![Role::Employee(slug("here"))],
            vec![Role::Supervisor(slug("there"))],
            vec![Role::Employee(slug("here")), Role::Supervisor(slug("there"))],
            vec![Role::Administrator(slug("here"))],
            vec![Role::Administrator(slug("here")), Role::Employee(slug("third"))],
            vec![Role::DecisionMaker],
            vec![Role::Auditor],
            vec![Role::PlatformAdministrator],
        ];
        roles.map(|roles| Person { id: StaffId::draw([1; 16]), roles }).into()
    }

    #[test]
    fn who_hears_of_a_case_is_who_may_see_it() {
        for person in people() {
            for (now, before) in
                [("here", ""), ("there", ""), ("there", "here"), ("third", "here there")]
            {
                let (now, before) = (slug(now), slugs(before));
                let custody = Custody { now: &now, before: &before, returned: &BTreeMap::new() };
                assert_eq!(
                    sees(&Scope::of(&person), &custody.holders()),
                    may(&person, Permission::SeeCase(custody)),
                    "{:?}: {now} {before:?}",
                    person.roles
                );
            }
        }
    }

    #[test]
    fn everyone_who_is_concerned_waits_in_a_room_that_is_told() {
        for person in people() {
            let scope = Scope::of(&person);
            for signal in
                [signal("", "here"), signal("here", "here there"), signal("third", "here")]
            {
                if signal.news_for(&scope).is_some() {
                    let room = room_of(&scope).expect("a room");
                    assert!(signal.rooms().contains(room), "{:?}: {signal:?}", person.roles);
                }
            }
        }
    }

    #[test]
    fn a_case_is_new_to_those_who_did_not_see_it_and_gone_for_those_who_lose_it() {
        let scope = |names: &str| Scope::Of(slugs(names));
        let transferred = signal("here", "here there");
        assert_eq!(transferred.news_for(&scope("here")), Some(News::Changed));
        assert_eq!(transferred.news_for(&scope("there")), Some(News::New));
        assert_eq!(transferred.news_for(&scope("here there")), Some(News::Changed));
        assert_eq!(transferred.news_for(&Scope::All), Some(News::Changed));
        assert_eq!(transferred.news_for(&scope("third")), None);
        let undone = signal("here there", "here");
        assert_eq!(undone.news_for(&scope("there")), Some(News::Gone));
        assert_eq!(undone.news_for(&scope("here")), Some(News::Changed));
        let received = Signal::received(undone.reference, &slug("here"));
        assert_eq!(received.news_for(&scope("here")), Some(News::New));
        assert_eq!(received.news_for(&Scope::All), Some(News::New));
        assert_eq!(received.news_for(&scope("there")), None);
    }

    #[test]
    fn nobody_without_cases_has_a_room_and_no_entity_has_the_common_one() {
        assert_eq!(room_of(&Scope::Of(BTreeSet::new())), None);
        assert_eq!(room_of(&Scope::Of(slugs("here"))), Some("here"));
        assert_eq!(room_of(&Scope::Of(slugs("here there"))), Some(COMMON_ROOM));
        assert_eq!(room_of(&Scope::All), Some(COMMON_ROOM));
        assert!(Slug::parse(COMMON_ROOM).is_err());
    }
}
