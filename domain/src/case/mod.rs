//! Case: a participation as staff handle it, replayed from its events and from nothing else.
//!
//! [`Case::tell`] replays a history. [`Case::decide`] returns the next event, or the reason why
//! there can't be one. Both apply actions by `enact`, so a replay always agrees with the decision.
//! Conditions that depend on the date or on an entity's current policy are checked in the decision
//! and never in a replay.
//!
//! The submodules hold the receipt of a submission, the life-cycle table, the actions, the event
//! chain, the content that it covers, evaluations, corrective actions, merged cases, erasure and
//! the sort order of queues. `decision` holds decisions, replays and time-driven actions. The edge
//! replays and decides cases; the console reads the vocabulary. Permissions of staff aren't checked
//! here but in `access::policy`.

pub mod action;
pub mod author_commands;
pub mod content;
pub mod corrective_action;
mod decision;
pub mod erasure;
pub mod evaluation;
pub mod event;
pub mod head;
#[cfg(test)]
pub(crate) mod histories;
pub mod import;
mod joined;
pub mod lesson;
pub mod life_cycle;
pub mod milestones;
pub mod queue_order;
pub mod receipt;
pub mod stage;
pub mod timeline;
pub mod workload;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};

use crate::{
    case::{
        action::{Action, Terms},
        corrective_action::CorrectiveAction,
        evaluation::Evaluation,
        event::{Actor, Event},
        head::CaseHead,
        lesson::Lesson,
        life_cycle::Verb,
        milestones::Milestones,
    },
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    reference::Reference,
    sla::{agreement::Agreement, priority::Priority, timers::Timers},
    slug::Slug,
    staff::StaffId,
};

pub use decision::{Circumstances, Command, Decided, Refusal};
pub use joined::JOINED_MAX;

/// Seconds within which an actor can undo their action: ten to decide, and a margin for the
/// network. A message to the customer can be taken back during its hold instead, see
/// `entity::hold`.
pub const UNDO_SECONDS: i64 = 15;

/// Maximum number of cases in one bulk action.
pub const AT_ONCE: usize = 50;

/// State of a case: everything that the rules know about a participation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Case {
    /// Stage, entity with custody, and end of the history.
    pub standing: CaseHead,
    /// Kind of the participation.
    pub kind: Kind,
    /// Channel by which the participation came.
    pub channel: Channel,
    /// Member of staff who owns the case.
    pub owner: Option<StaffId>,
    /// Urgency or complexity of the case.
    pub priority: Priority,
    /// Entities that had custody before.
    pub before: BTreeSet<Slug>,
    /// Entities that returned the case and weren't invited since, each with the sequence of the
    /// return.
    pub returned: BTreeMap<Slug, u32>,
    /// Origin of a transfer that isn't accepted yet.
    pub handed_over: Option<Handover>,
    /// Timers: the promised times, and the share of them that has passed.
    pub clocks: Timers,
    /// Time of the receipt. Timers may have started later.
    pub received_at: Timestamp,
    /// `true` while author or staff may still say which kind it is of, and for which entity: nobody
    /// asked the author. An extension or a corrective action shows that the entity keeps it.
    pub is_unclassified: bool,
    /// Open request to a supervisor to make the case complex.
    pub delay_request: Option<DelayRequest>,
    /// `true` once the deadline for the full answer was extended.
    pub is_extended: bool,
    /// Open question to the customer.
    pub question: Option<Question>,
    /// Time at which the case last ended: answered, closed, declined or withdrawn. `None` while it
    /// is open.
    pub ended_at: Option<Timestamp>,
    /// Evaluation of a suggestion.
    pub evaluation: Option<Evaluation>,
    /// Corrective and preventive actions, in the order in which they were agreed.
    pub actions: Vec<CorrectiveAction>,
    /// Public words about what was changed, by the number of the corrective action; those of an
    /// implemented suggestion under 0.
    pub lessons: BTreeMap<usize, Lesson>,
    /// Rating of the handling by the customer.
    pub rating: Option<Mood>,
    /// Case that is answered instead of this one.
    pub merged_into: Option<Reference>,
    /// Timers as they stood before the merge.
    clocks_unmerged: Option<Timers>,
    /// `true` once the content was erased.
    pub is_erased: bool,
    /// `true` once the text went with the public post that it was taken of.
    pub is_retracted: bool,
    /// Dated facts that figures count.
    pub milestones: Milestones,
    /// Sequence of the event that the staff who answer for the case should read, since somebody
    /// else brought it about. `None` once they have acted.
    pub news: Option<u32>,
    /// State to which the last action can be undone.
    undo: Option<Undo>,
}

/// Custody of a case.
#[derive(Clone, Copy, Debug)]
pub struct Custody<'a> {
    /// Entity that has custody now.
    pub now: &'a Slug,
    /// Entities that had custody before.
    pub before: &'a BTreeSet<Slug>,
    /// Entities among them that returned the case and weren't invited since, each with the
    /// sequence of the return.
    pub returned: &'a BTreeMap<Slug, u32>,
}

/// Transfer of a case that isn't accepted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Entity that transferred the case.
    pub from: Slug,
    /// Owner of the case at that entity.
    pub owner: Option<StaffId>,
}

/// Question to the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Time of the question.
    pub since: Timestamp,
    /// Time of the reminder.
    pub reminded: Option<Timestamp>,
}

/// Request to a supervisor to make a case complex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelayRequest {
    /// Person who asked.
    pub by: StaffId,
    /// Day of the request.
    pub on: Date,
}

/// State before the last event, and the actor who may restore it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Undo {
    case: Box<Case>,
    actor: Actor,
    /// Verb of the last action.
    verb: Verb,
}

/// Error of an impossible history: the place of the event that can't have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {0} can't have happened after those before it")]
pub struct Impossible(pub u32);

impl Custody<'_> {
    /// Returns the entities that see what happens to the case: the one that has custody, and those
    /// that had it and didn't return it.
    pub fn holders(self) -> BTreeSet<Slug> {
        let staying = self.before.iter().filter(|entity| !self.returned.contains_key(*entity));
        staying.chain([self.now]).cloned().collect()
    }
}

impl Case {
    /// Replays a case from its whole history.
    ///
    /// # Errors
    ///
    /// When an event can't have happened after those before it.
    pub fn tell(history: &[Event]) -> Result<Self, Impossible> {
        let (first, rest) = history.split_first().ok_or(Impossible(1))?;
        let mut case = Self::receive(first).ok_or(Impossible(first.sequence))?;
        for event in rest {
            case = case.after(event).map_err(|_| Impossible(event.sequence))?;
        }
        Ok(case)
    }

    /// Returns whether a transfer to this entity may be proposed: not to one that had the case
    /// before, which has returned it or passed it on.
    pub fn may_propose(&self, entity: &Slug) -> bool {
        !self.before.contains(entity)
    }

    /// Returns the case after its first event, or `None` if that event isn't a receipt.
    fn receive(event: &Event) -> Option<Self> {
        let Action::Receive { kind, channel, .. } = event.change.deed else { return None };
        let promised = match event.change.terms {
            Some(Terms::Agreement(promised)) => promised,
            _ => Agreement::default_for(kind, Priority::Ordinary),
        };
        let channel = channel.unwrap_or(Channel::Web);
        let past = event.change.past.as_ref();
        let mut clocks = Timers::start(event.entity.clone(), promised, event.at);
        if past.is_some() {
            clocks.meet(event.at);
        }
        Some(Self {
            standing: CaseHead::after(event),
            kind,
            channel,
            owner: None,
            priority: Priority::Ordinary,
            before: BTreeSet::new(),
            returned: BTreeMap::new(),
            handed_over: None,
            clocks,
            received_at: event.at,
            is_unclassified: channel == Channel::Email,
            delay_request: None,
            is_extended: false,
            question: None,
            ended_at: past.is_some().then_some(event.at),
            evaluation: None,
            actions: Vec::new(),
            lessons: BTreeMap::new(),
            rating: past.and_then(|past| past.rating),
            merged_into: None,
            clocks_unmerged: None,
            is_erased: false,
            is_retracted: false,
            milestones: Milestones::received(event.change.day_of(event.at), channel, past),
            news: None,
            undo: None,
        })
    }

    /// Returns the case after another event.
    ///
    /// # Errors
    ///
    /// When the event can't have happened.
    pub fn after(&self, event: &Event) -> Result<Self, Refusal> {
        let mut case = self.clone();
        case.enact(&event.actor, &event.change, event.at)?;
        case.standing = CaseHead::after(event);
        Ok(case)
    }
}
