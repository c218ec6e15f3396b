//! A case: where a participation stands, told from its events and from nothing else.
//!
//! [`Case::tell`] goes through a history; [`Case::decide`] says what the next event would be, or why there can't be one. Both walk through
//! `enact`, so what is decided once is told the same way ever after. What depends on the day or on what an entity has set by now is asked
//! when it is decided, and never again.

pub mod action;
mod apply;
pub mod author_commands;
mod available_actions;
pub mod corrective_action;
mod decide;
pub mod erasure;
pub mod evaluation;
pub mod event;
pub mod head;
#[cfg(test)]
mod histories;
pub mod life_cycle;
mod next_timer;
pub mod priority;
pub mod queue_order;
mod refusal;
pub mod staff_commands;
pub mod stage;

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::{
    access::staff::StaffId,
    case::{
        action::{Action, Terms},
        corrective_action::CorrectiveAction,
        evaluation::Evaluation,
        event::{Actor, Event},
        head::CaseHead,
        priority::Priority,
    },
    entity::slug::Slug,
    intake::kind::{Kind, Mood},
    reference::Reference,
    sla::{agreement::Agreement, timers::Timers},
};

pub use decide::{Circumstances, Command, Decided};
pub use refusal::Refusal;

/// How long after it ended a case can be reopened, in days.
pub const REOPENING_DAYS: i64 = 30;

/// How long whoever did something can take it back, in seconds: ten to think, and some on the way.
pub const UNDO_SECONDS: i64 = 15;

/// Everything that the rules know about a participation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Stage, entity, and the end of its history.
    pub standing: CaseHead,
    /// What it is.
    pub kind: Kind,
    /// Who has made it theirs.
    pub owner: Option<StaffId>,
    /// How much it presses.
    pub priority: Priority,
    /// Whose turn it was before.
    pub before: BTreeSet<Slug>,
    /// While another entity hasn't accepted it: where it came from.
    pub handed_over: Option<Handover>,
    /// What was promised, and how much of it has passed.
    pub clocks: Timers,
    /// Whether the full answer was put off.
    pub is_extended: bool,
    /// What the customer was asked, and hasn't answered.
    pub question: Option<Question>,
    /// When it was answered, closed or declined, whichever was last; nothing while it is open.
    pub ended_at: Option<Timestamp>,
    /// How a suggestion is judged.
    pub evaluation: Option<Evaluation>,
    /// What is done so that it doesn't happen again, in the order in which it was agreed.
    pub actions: Vec<CorrectiveAction>,
    /// How content the customer is with the handling.
    pub rating: Option<Mood>,
    /// The case that is answered instead.
    pub merged_into: Option<Reference>,
    /// Whether what was said is gone.
    pub is_erased: bool,
    /// What the last event can be taken back to.
    undo: Option<Undo>,
}

/// A case on its way to another entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Who handed it over.
    pub from: Slug,
    /// Whose it was there.
    pub owner: Option<StaffId>,
}

/// A question to the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// When it was asked.
    pub since: Timestamp,
    /// When they were reminded of it.
    pub reminded: Option<Timestamp>,
}

/// How it was before the last event, and who may bring that back.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Undo {
    case: Box<Case>,
    actor: Actor,
}

/// A history that can't have happened: its event at this place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {0} can't have happened after those before it")]
pub struct Impossible(pub u32);

impl Case {
    /// Tells a case from its whole history.
    ///
    /// # Errors
    ///
    /// When an event can't have happened.
    pub fn tell(history: &[Event]) -> Result<Self, Impossible> {
        let (first, rest) = history.split_first().ok_or(Impossible(1))?;
        let mut case = Self::receive(first).ok_or(Impossible(first.sequence))?;
        for event in rest {
            case = case.after(event).map_err(|_| Impossible(event.sequence))?;
        }
        Ok(case)
    }

    /// How its history begins.
    fn receive(event: &Event) -> Option<Self> {
        let Action::Receive { kind } = event.change.deed else { return None };
        let promised = match event.change.terms {
            Some(Terms::Agreement(promised)) => promised,
            _ => Agreement::default_for(kind, Priority::Ordinary),
        };
        Some(Self {
            standing: CaseHead::after(event),
            kind,
            owner: None,
            priority: Priority::Ordinary,
            before: BTreeSet::new(),
            handed_over: None,
            clocks: Timers::start(event.entity.clone(), promised, event.at),
            is_extended: false,
            question: None,
            ended_at: None,
            evaluation: None,
            actions: Vec::new(),
            rating: None,
            merged_into: None,
            is_erased: false,
            undo: None,
        })
    }

    /// How it goes on.
    fn after(&self, event: &Event) -> Result<Self, Refusal> {
        let mut case = self.clone();
        case.enact(&event.actor, &event.change, event.at)?;
        case.standing = CaseHead::after(event);
        Ok(case)
    }
}
