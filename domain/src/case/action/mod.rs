//! Actions of a case, as its history stores them.
//!
//! An action holds everything that the rules need to know and none of the text that somebody wrote.

use std::num::NonZeroU16;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    case::{
        corrective_action::Plan,
        evaluation::{Marks, Savings},
        life_cycle::Verb,
    },
    entity::criteria::Criteria,
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    notice::NoticeKind,
    reference::Reference,
    sla::{
        agreement::Agreement,
        calendar::Zone,
        escalation::{Level, TimerName},
        priority::Priority,
        timer_result::TimerResult,
    },
    slug::Slug,
    staff::StaffId,
};

/// Action on a participation, with its parameters. [`Verb`] documents each variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the verbs are documented where the rules about them are")]
pub enum Action {
    Receive {
        kind: Kind,
        /// `None` in events from before it was recorded: then it was the web.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<Channel>,
        /// Version of the guide; `None` in events from before it was recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        guide: Option<u16>,
    },
    Classify {
        kind: Kind,
        /// Entity that it is for, whose clock starts anew.
        to: Slug,
    },
    Take,
    Assign {
        to: StaffId,
    },
    Prioritise {
        priority: Priority,
    },
    RequestDelay,
    RefuseDelay,
    Extend {
        days: NonZeroU16,
    },
    Reply,
    Ask,
    Write,
    Note,
    Transfer {
        to: Slug,
    },
    Accept,
    Return,
    Invite {
        to: Slug,
    },
    Merge {
        into: Reference,
    },
    Part,
    Relay {
        /// Case that was answered.
        from: Reference,
        /// Entity that answered it, and has custody of this one from then on.
        by: Slug,
    },
    Decline {
        ground: Ground,
    },
    Answer {
        /// Finding about a complaint; `None` for an observation, and in events from before it was
        /// recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
    },
    Judge {
        marks: Marks,
        /// Random text, so that the event's hash doesn't tell the marks to those who guess them.
        /// Older events have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nonce: Option<String>,
    },
    Decide {
        accepted: bool,
    },
    Plan {
        by: Date,
    },
    Implement {
        on: Date,
        /// Savings, if they are known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        savings: Option<Savings>,
    },
    Act {
        plan: Plan,
    },
    Complete {
        action: usize,
    },
    Check {
        action: usize,
        effective: bool,
    },
    Propose {
        /// Number of the corrective action; 0 for an implemented suggestion.
        action: usize,
    },
    Publish {
        action: usize,
        /// Sequence of the event that proposed the words.
        proposal: u32,
    },
    Close,
    Rate {
        rating: Mood,
    },
    Reopen,
    Withdraw,
    CorrectContact,
    Escalate {
        clock: TimerName,
        level: Level,
    },
    Remind,
    Lapse,
    Undo,
    Retract,
    Erase,
}

/// Ground for declining a participation. The text that goes with it tells the customer more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Matter that no entity here could change.
    OutOfScope,
    /// Repetition of an earlier participation.
    Duplicate,
    /// Insults or threats.
    Abusive,
}

impl Ground {
    /// All grounds.
    pub const ALL: [Self; 3] = [Self::OutOfScope, Self::Duplicate, Self::Abusive];

    /// Returns the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OutOfScope => "out_of_scope",
            Self::Duplicate => "duplicate",
            Self::Abusive => "abusive",
        }
    }
}

/// Outcome of a complaint, which its full answer states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Right in all that matters.
    Upheld,
    /// Right in part.
    PartlyUpheld,
    /// Wrong.
    NotUpheld,
    /// Settled without a finding.
    Resolved,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 4] = [Self::Upheld, Self::PartlyUpheld, Self::NotUpheld, Self::Resolved];

    /// Returns the name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::PartlyUpheld => "partly_upheld",
            Self::NotUpheld => "not_upheld",
            Self::Resolved => "resolved",
        }
    }
}

/// End of a case that an entity had handled before it used this system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Day on which it ended.
    pub ended: Date,
    /// Way in which it ended.
    #[serde(flatten)]
    pub how: PastEnd,
    /// Rating of the handling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Mood>,
}

/// Way in which a past case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum PastEnd {
    /// Answered.
    Answered {
        /// Outcome of a complaint.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
    },
    /// Suggestion that was decided.
    Decided {
        /// True if it was accepted.
        accepted: bool,
        /// Day of implementation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        implemented: Option<Date>,
    },
    /// Declined.
    Declined {
        /// Ground.
        ground: Ground,
    },
    /// Withdrawn by the customer.
    Withdrawn,
}

/// Content of an event: an action and the terms that applied to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Action that was taken.
    #[serde(flatten)]
    pub deed: Action,
    /// Terms in force at the time of the action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// Day of the event, in the zone of the entity that received the participation. `None` in
    /// events from before it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// Results of timers that the event settled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<TimerResult>,
    /// End of a case that an entity had handled before, in the receipt of its import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub past: Option<Past>,
    /// The customer is told of the event by a notice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

/// Terms of an entity's policy, stored with the action, so that a history keeps its meaning after
/// the policy has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// Times promised to the customer.
    Agreement(Agreement),
    /// Criteria of an evaluation.
    Criteria(Criteria),
}

impl Change {
    /// Returns a change without terms.
    pub const fn plain(deed: Action) -> Self {
        Self { deed, terms: None, day: None, results: Vec::new(), past: None, told: false }
    }

    /// Returns the day of an event with this change at this time. Events from before it was
    /// recorded are dated by the zone of Dubai.
    pub fn day_of(&self, at: Timestamp) -> Date {
        self.day.unwrap_or_else(|| Zone::dubai().local(at).date())
    }

    /// Returns the stored form, as JSON. The hash chain covers exactly this text.
    pub fn encode(&self) -> String {
        // Serialization can't fail: there are only names, numbers and dates.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Parses the stored form.
    pub fn decode(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl Action {
    /// Returns the action with a nonce, if its content is hidden from some who see its hash.
    /// `nonce` is random, and replaces the one that a client may have sent.
    #[must_use]
    pub fn with_nonce(self, nonce: String) -> Self {
        match self {
            Self::Judge { marks, .. } => Self::Judge { marks, nonce: Some(nonce) },
            other => other,
        }
    }

    /// Returns the action without what a judge doesn't see before judging: marks and nonce.
    #[must_use]
    pub fn without_scores(self) -> Self {
        match self {
            Self::Judge { .. } => Self::Judge { marks: Marks::new(), nonce: None },
            other => other,
        }
    }

    /// Returns the notice that the action sends to the customer, if any: that of its verb, or of a
    /// case that takes longer than was promised.
    pub const fn notice(&self) -> Option<NoticeKind> {
        match self {
            Self::Prioritise { priority: Priority::Complex } => Some(NoticeKind::Delayed),
            _ => self.verb().notice(),
        }
    }

    /// Returns the action's verb.
    pub const fn verb(&self) -> Verb {
        match self {
            Self::Receive { .. } => Verb::Receive,
            Self::Classify { .. } => Verb::Classify,
            Self::Take => Verb::Take,
            Self::Assign { .. } => Verb::Assign,
            Self::Prioritise { .. } => Verb::Prioritise,
            Self::RequestDelay => Verb::RequestDelay,
            Self::RefuseDelay => Verb::RefuseDelay,
            Self::Extend { .. } => Verb::Extend,
            Self::Reply => Verb::Reply,
            Self::Ask => Verb::Ask,
            Self::Write => Verb::Write,
            Self::Note => Verb::Note,
            Self::Transfer { .. } => Verb::Transfer,
            Self::Accept => Verb::Accept,
            Self::Return => Verb::Return,
            Self::Invite { .. } => Verb::Invite,
            Self::Merge { .. } => Verb::Merge,
            Self::Part => Verb::Part,
            Self::Relay { .. } => Verb::Relay,
            Self::Decline { .. } => Verb::Decline,
            Self::Answer { .. } => Verb::Answer,
            Self::Judge { .. } => Verb::Judge,
            Self::Decide { .. } => Verb::Decide,
            Self::Plan { .. } => Verb::Plan,
            Self::Implement { .. } => Verb::Implement,
            Self::Act { .. } => Verb::Act,
            Self::Complete { .. } => Verb::Complete,
            Self::Check { .. } => Verb::Check,
            Self::Propose { .. } => Verb::Propose,
            Self::Publish { .. } => Verb::Publish,
            Self::Close => Verb::Close,
            Self::Rate { .. } => Verb::Rate,
            Self::Reopen => Verb::Reopen,
            Self::Withdraw => Verb::Withdraw,
            Self::CorrectContact => Verb::CorrectContact,
            Self::Escalate { .. } => Verb::Escalate,
            Self::Remind => Verb::Remind,
            Self::Lapse => Verb::Lapse,
            Self::Undo => Verb::Undo,
            Self::Retract => Verb::Retract,
            Self::Erase => Verb::Erase,
        }
    }
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;
    use crate::case::{corrective_action::Nature, evaluation::Mark};

    /// Returns one action for each verb, in the order of the verbs.
    pub(crate) fn deeds() -> Vec<Action> {
        let person = StaffId::draw([1; 16]);
        let day = |day| jiff::civil::date(2026, 12, day);
        let marks = ["benefit", "cost", "feasibility", "novelty", "strategy"]
            .map(|name| (Slug::parse(name).unwrap(), Mark::new(4).unwrap()));
        vec![
            Action::Receive { kind: Kind::Complaint, channel: Some(Channel::Web), guide: Some(1) },
            Action::Classify { kind: Kind::Complaint, to: Slug::parse("dm").unwrap() },
            Action::Take,
            Action::Assign { to: person.clone() },
            Action::Prioritise { priority: Priority::Urgent },
            Action::RequestDelay,
            Action::RefuseDelay,
            Action::Extend { days: NonZeroU16::new(7).unwrap() },
            Action::Reply,
            Action::Ask,
            Action::Write,
            Action::Note,
            Action::Transfer { to: Slug::parse("dm").unwrap() },
            Action::Accept,
            Action::Return,
            Action::Invite { to: Slug::parse("dm").unwrap() },
            Action::Merge { into: Reference::draw([8; 8]) },
            Action::Part,
            Action::Relay { from: Reference::draw([8; 8]), by: Slug::parse("rta").unwrap() },
            Action::Decline { ground: Ground::OutOfScope },
            Action::Answer { outcome: Some(Outcome::Upheld) },
            Action::Judge { marks: marks.into(), nonce: None },
            Action::Decide { accepted: true },
            Action::Plan { by: day(24) },
            Action::Implement { on: day(1), savings: None },
            Action::Act {
                plan: Plan {
                    nature: Nature::Preventive,
                    owner: person,
                    due: day(10),
                    check_from: day(20),
                },
            },
            Action::Complete { action: 1 },
            Action::Check { action: 1, effective: true },
            Action::Propose { action: 0 },
            Action::Publish { action: 0, proposal: 7 },
            Action::Close,
            Action::Rate { rating: Mood::Happy },
            Action::Reopen,
            Action::Withdraw,
            Action::CorrectContact,
            Action::Escalate { clock: TimerName::Resolution, level: Level::Supervisor },
            Action::Remind,
            Action::Lapse,
            Action::Undo,
            Action::Retract,
            Action::Erase,
        ]
    }
}

#[cfg(test)]
mod tests;
