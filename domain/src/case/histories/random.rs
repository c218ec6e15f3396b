//! Random attempts of actions, for property tests.

use proptest::prelude::*;

use super::{employee, slug, worded};
use crate::{
    case::{
        Case, Command,
        action::{Action, samples},
        event::Actor,
        life_cycle::{Verb, Who},
    },
    sla::escalation::Level,
};

/// Generates attempts of actions: index of the verb, number of the staff member, choice of the
/// entity, and seconds since the attempt before.
pub(crate) fn attempts() -> impl Strategy<Value = Vec<(usize, u8, bool, i64)>> {
    prop::collection::vec((1..Verb::ALL.len(), 1..4_u8, any::<bool>(), 0..400_000_i64), 1..60)
}

pub(crate) fn attempted((verb, number, there, _): (usize, u8, bool, i64), case: &Case) -> Command {
    let deed = match samples::deeds()[verb].clone() {
        Action::Transfer { .. } => Action::Transfer { to: slug(if there { "dm" } else { "rta" }) },
        Action::Classify { kind, .. } => {
            Action::Classify { kind, to: slug(if there { "dm" } else { "rta" }) }
        }
        Action::Implement { savings, .. } => {
            Action::Implement { on: case.milestones.received, savings }
        }
        Action::Escalate { clock, .. } if there => Action::Escalate { clock, level: Level::Head },
        Action::Complete { .. } => Action::Complete { action: 0 },
        Action::Check { .. } => Action::Check { action: 0, effective: there },
        Action::Publish { action, .. } => {
            Action::Publish { action, proposal: case.lessons.get(&0).map_or(0, |it| it.proposal) }
        }
        other => other,
    };
    let actor = match deed.verb().rule().who {
        Who::Timer => Actor::System,
        Who::EmployeeOrTimer | Who::CustomerOrTimer if there => Actor::System,
        Who::CustomerOrEmployee if there => Actor::Customer,
        who if who.is_staff() => employee(number),
        _ => Actor::Customer,
    };
    worded(actor, deed)
}
