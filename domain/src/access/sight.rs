//! Sight: the part of a case that a person sees. The only place that decides it.
//!
//! Entities that have custody, and those that passed it on, see the whole case, and auditors too.
//! An entity that returned a transfer sees the case as it stood at the return, without the contact:
//! until the case is transferred to it again, or the entity with custody invites it. What is read
//! from a store besides the history is cut at the same event, by [`Seen::shows`].

use jiff::Timestamp;

use crate::{
    access::policy::{self, Sight},
    case::{Case, Impossible, event::Event},
    staff::Person,
};

/// Case as a person sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Case after the last event that the person sees.
    pub case: Case,
    /// Events that the person sees.
    pub history: Vec<Event>,
    /// Part that the person sees.
    pub sight: Sight,
}

impl Seen {
    /// Replays a history as a person sees it; `None` for a person who doesn't see the case.
    ///
    /// # Errors
    ///
    /// When an event can't have happened after those before it.
    pub fn by(person: &Person, mut history: Vec<Event>) -> Result<Option<Self>, Impossible> {
        let case = Case::tell(&history)?;
        Ok(match policy::sight(person, case.hands()) {
            None => None,
            Some(sight @ Sight::Whole) => Some(Self { case, history, sight }),
            Some(sight @ Sight::Until(last)) => {
                history.retain(|event| event.sequence <= last);
                Some(Self { case: Case::tell(&history)?, history, sight })
            }
        })
    }

    /// Returns whether the person sees all of the case, its author's contact included.
    pub fn is_whole(&self) -> bool {
        self.sight == Sight::Whole
    }

    /// Returns whether the person sees what was written at this time, with the event of this
    /// sequence if there is one.
    pub fn shows(&self, at: Timestamp, sequence: Option<u32>) -> bool {
        match (self.sight, sequence) {
            (Sight::Whole, _) => true,
            (Sight::Until(last), Some(sequence)) => sequence <= last,
            (Sight::Until(_), None) => at <= self.case.standing.last_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::{
            action::{Action, Change},
            event::{Actor, content_digest},
            stage::Stage,
        },
        intake::kind::Kind,
        reference::Reference,
        slug::Slug,
        staff::{Role, StaffId},
    };

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn of(entity: &str) -> Person {
        Person { id: StaffId::draw([1; 16]), roles: vec![Role::Employee(slug(entity))] }
    }

    /// Returns a history with these actions; the place of an event is its minute.
    fn history(deeds: Vec<Action>) -> Vec<Event> {
        let at = |sequence: u32| Timestamp::from_second(i64::from(sequence) * 60).unwrap();
        let staff = Actor::Staff(StaffId::draw([3; 16]));
        let first = Event {
            reference: Reference::draw([3; 8]),
            sequence: 1,
            at: at(1),
            actor: Actor::Customer,
            change: Change::plain(Action::Receive {
                kind: Kind::Complaint,
                channel: None,
                guide: None,
            }),
            stage: Stage::Received,
            entity: slug("rta"),
            content_digest: content_digest("salt", &[]),
            previous: Event::genesis(),
        };
        let mut events = vec![first];
        for deed in deeds {
            let mut case = Case::tell(&events).unwrap();
            let sequence = case.standing.events + 1;
            let actor = if deed == Action::Write { Actor::Customer } else { staff.clone() };
            let change = Change::plain(deed);
            case.enact(&actor, &change, at(sequence)).unwrap();
            let standing = Case::tell(&events).unwrap().standing;
            let after = (case.standing.stage, case.standing.entity.clone());
            events.push(standing.follow(actor, change, after, String::new(), at(sequence)));
        }
        events
    }

    fn transfer(to: &str) -> Action {
        Action::Transfer { to: slug(to) }
    }

    fn events_seen(entity: &str, deeds: Vec<Action>) -> Option<usize> {
        Seen::by(&of(entity), history(deeds)).unwrap().map(|seen| seen.history.len())
    }

    #[test]
    fn after_a_return_an_entity_sees_what_it_saw_and_nothing_since() {
        let deeds = vec![transfer("dm"), Action::Return, Action::Write, Action::Reply];
        let seen = Seen::by(&of("dm"), history(deeds.clone())).unwrap().unwrap();
        assert_eq!((seen.history.len(), seen.sight), (3, Sight::Until(3)));
        assert!(!seen.is_whole());
        assert_eq!(seen.case.standing.head, seen.history[2].hash());
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(seen.shows(at(180), Some(3)) && !seen.shows(at(180), Some(4)));
        assert!(seen.shows(at(180), None) && !seen.shows(at(181), None));
        assert_eq!(events_seen("rta", deeds), Some(5));
        assert_eq!(events_seen("dha", vec![transfer("dm"), Action::Return]), None);
    }

    #[test]
    fn it_sees_the_whole_again_if_it_is_invited_or_has_the_case() {
        let returned = || vec![transfer("dm"), Action::Return, Action::Write];
        let again = |deed| events_seen("dm", returned().into_iter().chain([deed]).collect());
        assert_eq!(again(Action::Invite { to: slug("dm") }), Some(5));
        assert_eq!(again(transfer("dm")), Some(5));
        // A second return ends the sight again.
        let twice = [Action::Invite { to: slug("dm") }, transfer("dm"), Action::Return];
        let deeds = returned().into_iter().chain(twice).chain([Action::Reply]).collect();
        assert_eq!(events_seen("dm", deeds), Some(7));
    }

    #[test]
    fn nobody_is_invited_who_has_not_returned_the_case() {
        let case = Case::tell(&history(vec![transfer("dm"), Action::Accept])).unwrap();
        for entity in ["rta", "dm", "dha"] {
            let change = Change::plain(Action::Invite { to: slug(entity) });
            let invited = case.clone().enact(
                &Actor::Staff(StaffId::draw([3; 16])),
                &change,
                Timestamp::UNIX_EPOCH,
            );
            assert!(invited.is_err(), "{entity}");
        }
    }

    #[test]
    fn whoever_passed_a_case_on_and_auditors_see_it_whole() {
        let deeds = || vec![transfer("dm"), Action::Accept, Action::Reply];
        for entity in ["rta", "dm"] {
            assert_eq!(events_seen(entity, deeds()), Some(4), "{entity}");
        }
        let auditor = Person { id: StaffId::draw([1; 16]), roles: vec![Role::Auditor] };
        let returned = history(vec![transfer("dm"), Action::Return, Action::Write]);
        assert!(Seen::by(&auditor, returned.clone()).unwrap().unwrap().is_whole());
        // The role that sees most decides.
        let both = Person {
            id: StaffId::draw([1; 16]),
            roles: vec![Role::Employee(slug("dm")), Role::Supervisor(slug("rta"))],
        };
        assert!(Seen::by(&both, returned).unwrap().unwrap().is_whole());
    }
}
