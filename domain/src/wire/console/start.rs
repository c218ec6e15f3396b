//! Start of the console: the queue that a person begins with, and the calls of the first view.
//!
//! The console's document names these calls, so that they run while the program is still loading.

use std::collections::{BTreeMap, BTreeSet};

use super::Queue;
use crate::{
    access::policy::{self, Permission, Scope},
    case::{Custody, life_cycle::Verb},
    reference::Reference,
    slug::Slug,
    staff::{Person, Role},
};

/// Call for the signed-in person, with which every view begins.
const ME: &str = "/console/api/me";

/// Call for the number of cases in each queue.
const COUNTS: &str = "/console/api/cases/counts";

/// Returns whether a person may handle cases of any entity.
pub fn handles_cases(person: &Person) -> bool {
    let (before, returned) = (BTreeSet::new(), BTreeMap::new());
    let takes = |now: &Slug| {
        let custody = Custody { now, before: &before, returned: &returned };
        policy::may(person, Permission::Handle(Verb::Take, custody))
    };
    person.roles.iter().filter_map(Role::entity).any(takes)
}

/// Returns a person's start queue: their own cases, or all for a person who handles none.
pub fn first_queue(person: &Person) -> Queue {
    if handles_cases(person) { Queue::Mine } else { Queue::All }
}

/// Returns the addresses of the calls by which the view of an address begins. With filters that it
/// doesn't know, the list isn't among them.
pub fn first_calls(person: &Person, path: &str, query: &str) -> Vec<String> {
    let mut calls = vec![ME.to_owned()];
    if Scope::of(person).is_empty() {
        return calls;
    }
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).skip(1).collect();
    let queue = match steps[..] {
        [] => Some(first_queue(person)),
        ["cases"] => queue_of(query),
        ["cases", reference] => {
            let reference = Reference::parse(reference).ok();
            calls.extend(reference.map(|reference| format!("/console/api/cases/{reference}")));
            return calls;
        }
        _ => return calls,
    };
    calls.push(COUNTS.to_owned());
    calls.extend(queue.map(|queue| format!("/console/api/cases?queue={}", queue.as_str())));
    calls
}

/// Returns the queue that a query names if it names nothing else.
fn queue_of(query: &str) -> Option<Queue> {
    if query.is_empty() { Some(Queue::Mine) } else { Queue::parse(query.strip_prefix("queue=")?) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::StaffId;

    fn person(role: Role) -> Person {
        Person { id: StaffId::draw([1; 16]), roles: vec![role] }
    }

    fn rta() -> Slug {
        Slug::parse("rta").unwrap()
    }

    fn calls(role: Role, path: &str, query: &str) -> Vec<String> {
        first_calls(&person(role), path, query)
    }

    #[test]
    fn employees_start_with_their_own_cases_and_auditors_with_all() {
        let expected = [
            (Role::Employee(rta()), true, Queue::Mine),
            (Role::Supervisor(rta()), true, Queue::Mine),
            (Role::Auditor, false, Queue::All),
            (Role::Administrator(rta()), false, Queue::All),
            (Role::DecisionMaker, false, Queue::All),
            (Role::PlatformAdministrator, false, Queue::All),
        ];
        for (role, handles, queue) in expected {
            let person = person(role);
            assert_eq!(handles_cases(&person), handles, "{:?}", person.roles);
            assert_eq!(first_queue(&person), queue, "{:?}", person.roles);
        }
    }

    #[test]
    fn a_queue_begins_with_the_person_the_counts_and_its_list() {
        for (role, path, query, list) in [
            (Role::Employee(rta()), "/console", "", "/console/api/cases?queue=mine"),
            (Role::Auditor, "/console/", "", "/console/api/cases?queue=all"),
            (Role::Auditor, "/console/cases", "", "/console/api/cases?queue=mine"),
            (
                Role::Auditor,
                "/console/cases",
                "queue=due_week",
                "/console/api/cases?queue=due_week",
            ),
        ] {
            assert_eq!(calls(role, path, query), [ME, COUNTS, list], "{path}?{query}");
        }
    }

    #[test]
    fn a_list_with_filters_waits_for_the_program() {
        for query in ["queue=all&kind=complaint", "kind=complaint", "queue=everything"] {
            assert_eq!(calls(Role::Auditor, "/console/cases", query), [ME, COUNTS], "{query}");
        }
    }

    #[test]
    fn a_case_begins_with_itself_and_other_views_with_the_person() {
        let reference = Reference::draw([7; 8]);
        let path = format!("/console/cases/{reference}");
        let case = format!("/console/api/cases/{reference}");
        assert_eq!(calls(Role::Auditor, &path, ""), [ME, &case]);
        for path in ["/console/cases/12", "/console/security", "/console/settings/rta/people"] {
            assert_eq!(calls(Role::Auditor, path, ""), [ME], "{path}");
        }
    }

    #[test]
    fn a_person_who_sees_no_cases_asks_for_none() {
        let administrator = || Role::Administrator(rta());
        assert_eq!(calls(administrator(), "/console", ""), [ME]);
        assert_eq!(calls(administrator(), "/console/cases", "queue=all"), [ME]);
    }
}
