//! Permissions of the signed-in person, as far as they shape the navigation.

use domain::{
    access::policy::{self, Permission, Scope},
    slug::Slug,
    staff::Role,
    wire::console::{self, Me},
};

/// Returns the entities in which a person has a role, sorted, each once.
pub(crate) fn entities_of(me: &Me) -> Vec<Slug> {
    let mut entities: Vec<Slug> = me.roles.iter().filter_map(Role::entity).cloned().collect();
    entities.sort();
    entities.dedup();
    entities
}

/// Returns the entities whose cases a person handles, sorted, each once.
pub(crate) fn handled_entities(me: &Me) -> Vec<Slug> {
    me.person().handled_entities().into_iter().cloned().collect()
}

/// Returns the name of a person's start queue.
pub(crate) fn first_queue(me: &Me) -> &'static str {
    console::first_queue(&me.person()).as_str()
}

/// Returns whether a person may handle cases of any entity.
pub(crate) fn handles_cases(me: &Me) -> bool {
    console::handles_cases(&me.person())
}

/// Returns whether a person may open any cases.
pub(crate) fn sees_cases(me: &Me) -> bool {
    !Scope::of(&me.person()).is_empty()
}

/// Returns the entities whose teams a person may see.
pub(crate) fn teams_of(me: &Me) -> Vec<Slug> {
    let person = me.person();
    let may_see = |entity: &Slug| policy::may(&person, Permission::SeeTeam(entity));
    entities_of(me).into_iter().filter(may_see).collect()
}

/// Returns whether a person may see the log of security events.
pub(crate) fn sees_security_events(me: &Me) -> bool {
    policy::may(&me.person(), Permission::SeeSecurityEvents)
}

/// Returns whether the person sees public mentions of any entity's accounts.
pub(crate) fn sees_mentions(me: &Me) -> bool {
    !Scope::of_mentions(&me.person()).is_empty()
}

/// Returns whether the person sees figures of any entity.
pub(crate) fn sees_figures(me: &Me) -> bool {
    !Scope::of_figures(&me.person()).is_empty()
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, staff::StaffId, staff_notice::WantedNotices, wire::console::Language};

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
            notices: WantedNotices::default(),
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
    fn cases_are_seen_by_those_who_handle_them_and_by_auditors() {
        let rta = || slug("rta");
        let expected = [
            (Role::Employee(rta()), true),
            (Role::Supervisor(rta()), true),
            (Role::Auditor, true),
            (Role::Administrator(rta()), false),
            (Role::DecisionMaker, false),
            (Role::PlatformAdministrator, false),
        ];
        for (role, sees) in expected {
            assert_eq!(sees_cases(&me(vec![role.clone()])), sees, "{role:?}");
        }
    }
}
