//! Permissions of the signed-in person, as far as they shape the navigation.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::policy::{self, Permission, Scope},
    case::{Custody, life_cycle::Verb},
    slug::Slug,
    staff::Role,
    wire::console::Me,
};

/// Returns the entities in which a person has a role, sorted, each once.
pub(crate) fn entities_of(me: &Me) -> Vec<Slug> {
    let mut entities: Vec<Slug> = me.roles.iter().filter_map(Role::entity).cloned().collect();
    entities.sort();
    entities.dedup();
    entities
}

/// Returns a person's start queue: `mine`, or `all` for a person who handles no cases.
pub(crate) fn first_queue(me: &Me) -> &'static str {
    if handles_cases(me) { "mine" } else { "all" }
}

/// Returns whether a person may handle cases of any entity.
pub(crate) fn handles_cases(me: &Me) -> bool {
    let (person, before, returned) = (me.person(), BTreeSet::new(), BTreeMap::new());
    let takes = |now: &Slug| {
        policy::may(
            &person,
            Permission::Handle(Verb::Take, Custody { now, before: &before, returned: &returned }),
        )
    };
    entities_of(me).iter().any(takes)
}

/// Returns whether a person may open any cases.
pub(crate) fn sees_cases(me: &Me) -> bool {
    !Scope::of(&me.person()).is_empty()
}

/// Returns whether a person may see the log of security events.
pub(crate) fn sees_security_events(me: &Me) -> bool {
    policy::may(&me.person(), Permission::SeeSecurityEvents)
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, staff::StaffId, wire::console::Language};

    use super::*;

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn me(roles: Vec<Role>) -> Me {
        Me {
            id: StaffId::draw([1; 16]),
            name: "Mona".to_owned(),
            roles,
            language: Language::English,
            signed_out_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_entities_of_a_person_are_sorted_and_each_is_there_once() {
        let me = me(vec![
            Role::Supervisor(slug("rta")),
            Role::Auditor,
            Role::Employee(slug("iacad")),
            Role::Administrator(slug("rta")),
        ]);
        assert_eq!(entities_of(&me), [slug("iacad"), slug("rta")]);
    }

    #[test]
    fn employees_start_with_their_own_cases_and_auditors_with_all() {
        let rta = || slug("rta");
        let expected = [
            // Role, sees cases, handles cases, start queue.
            (Role::Employee(rta()), true, true, "mine"),
            (Role::Supervisor(rta()), true, true, "mine"),
            (Role::Auditor, true, false, "all"),
            (Role::Administrator(rta()), false, false, "all"),
            (Role::DecisionMaker, false, false, "all"),
            (Role::PlatformAdministrator, false, false, "all"),
        ];
        for (role, sees, handles, queue) in expected {
            let me = me(vec![role.clone()]);
            assert_eq!(sees_cases(&me), sees, "{role:?}");
            assert_eq!(handles_cases(&me), handles, "{role:?}");
            assert_eq!(first_queue(&me), queue, "{role:?}");
        }
    }
}
