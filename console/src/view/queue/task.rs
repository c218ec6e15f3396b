//! Actions that can be done in bulk, and the cases that they can be done to.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    access::policy::{self, Permission},
    case::{
        Custody,
        action::{Action, Ground},
        life_cycle::{Next, Verb},
    },
    slug::Slug,
    staff::{Person, StaffId},
    wire::console::CaseRow,
};
use leptos::ev::SubmitEvent;

use crate::view::shared::{entity_choice, form_data};

/// Action that can be done in bulk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    Take,
    Assign,
    Transfer,
    Answer,
    Decline,
    Close,
}

impl Task {
    pub(super) const ALL: [Self; 6] =
        [Self::Take, Self::Assign, Self::Transfer, Self::Answer, Self::Decline, Self::Close];

    pub(super) const fn verb(self) -> Verb {
        match self {
            Self::Take => Verb::Take,
            Self::Assign => Verb::Assign,
            Self::Transfer => Verb::Transfer,
            Self::Answer => Verb::Answer,
            Self::Decline => Verb::Decline,
            Self::Close => Verb::Close,
        }
    }

    /// Returns the cases among the rows that the rules and the person's permissions allow it to be
    /// done to. People are assigned at one entity at a time.
    pub(super) fn targets(self, person: &Person, rows: &[CaseRow]) -> Vec<CaseRow> {
        let (before, returned, verb) = (BTreeSet::new(), BTreeMap::new(), self.verb());
        let is_possible = |row: &&CaseRow| {
            let custody = Custody { now: &row.entity, before: &before, returned: &returned };
            verb.rule().kinds.include(row.kind)
                && verb.outcome(row.stage) != Next::Never
                && policy::may(person, Permission::Handle(verb, custody))
                && !(self == Self::Take && row.owner.as_ref() == Some(&person.id))
        };
        let possible: Vec<_> = rows.iter().filter(is_possible).cloned().collect();
        let first = possible.first().map(|row| row.entity.clone());
        let is_one = |row: &CaseRow| self != Self::Assign || Some(&row.entity) == first.as_ref();
        possible.into_iter().filter(is_one).collect()
    }

    /// Parses the form's action; `None` if a field is missing or invalid.
    pub(super) fn parse(
        self,
        event: &SubmitEvent,
        entities: &[(String, String)],
    ) -> Option<Action> {
        let recipient = form_data::field(event, "to");
        match self {
            Self::Take => Some(Action::Take),
            Self::Assign => StaffId::parse(&recipient).ok().map(|to| Action::Assign { to }),
            Self::Transfer => {
                let id = entity_choice::exact(entities, &recipient)?;
                Slug::parse(&id).ok().map(|to| Action::Transfer { to })
            }
            Self::Answer => Some(Action::Answer { outcome: None }),
            Self::Decline => {
                let ground = form_data::field(event, "ground");
                let ground = Ground::ALL.into_iter().find(|each| each.as_str() == ground)?;
                Some(Action::Decline { ground })
            }
            Self::Close => Some(Action::Close),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{reference::Reference, staff::Role};

    use super::*;

    fn row(number: u8, entity: &str, stage: &str) -> CaseRow {
        let row = serde_json::json!({
            "reference": Reference::draw([number; 8]), "kind": "complaint", "entity": entity,
            "offered_by": null, "service": null, "sent_to": entity, "stage": stage,
            "priority": "ordinary", "owner": null, "received_at": "2026-11-24T06:00:00Z",
            "updated_at": "2026-11-24T06:00:00Z", "due_at": null, "escalated": null,
            "language": "en", "excerpt": { "text": "", "marks": [] }, "attachments": 0
        });
        serde_json::from_value(row).unwrap()
    }

    fn person(roles: impl IntoIterator<Item = Role>) -> Person {
        Person { id: StaffId::draw([1; 16]), roles: roles.into_iter().collect() }
    }

    #[test]
    fn only_what_rules_and_permissions_allow_is_offered() {
        let rta = || Slug::parse("rta").unwrap();
        let rows = [row(1, "rta", "received"), row(2, "rta", "answered"), row(3, "dm", "received")];
        let count = |person: &Person, task: Task| task.targets(person, &rows).len();
        let employee = person([Role::Employee(rta())]);
        let counts = Task::ALL.map(|task| count(&employee, task));
        assert_eq!(counts, [1, 0, 1, 1, 1, 0], "no assigning and no closing");
        let supervisor = person([Role::Supervisor(rta())]);
        assert_eq!(Task::ALL.map(|task| count(&supervisor, task)), [1, 1, 1, 1, 1, 1]);
        let both = person([Role::Supervisor(rta()), Role::Supervisor(Slug::parse("dm").unwrap())]);
        assert_eq!(count(&both, Task::Take), 2);
        assert_eq!(count(&both, Task::Assign), 1, "people of one entity");
        let mut own = row(4, "rta", "in_review");
        own.owner = Some(employee.id.clone());
        assert!(Task::Take.targets(&employee, &[own]).is_empty());
    }
}
