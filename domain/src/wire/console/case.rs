//! `GET /console/api/cases/{reference}`: everything about one case that whoever asks may see.

use std::{collections::BTreeMap, ops::Range};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Names;
use crate::{
    access::staff::StaffId,
    case::{
        action::Action,
        corrective_action::{Plan, Progress},
        evaluation::{Criteria, Decision, Marks, Percent},
        life_cycle::{Audience, Verb},
        priority::Priority,
        stage::Stage,
    },
    entity::slug::Slug,
    intake::kind::{Kind, Mood},
    reference::Reference,
    sla::escalation::{Level, TimerName},
    wire::{Attachment, Contact},
};

/// One case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseView {
    /// Its number.
    pub reference: Reference,
    /// What it is.
    pub kind: Kind,
    /// Whose turn it is.
    pub entity: Slug,
    /// The entity that handed it over, until it is accepted or returned.
    pub offered_by: Option<Slug>,
    /// Whose turn it was before.
    pub before: Vec<Slug>,
    /// The entity that it was sent to.
    pub sent_to: Slug,
    /// What it is about, a service of that entity.
    pub service: Option<Slug>,
    /// Where it stands.
    pub stage: Stage,
    /// How much it presses.
    pub priority: Priority,
    /// Whose it is.
    pub owner: Option<StaffId>,
    /// When it came.
    pub received_at: Timestamp,
    /// The language of its customer.
    pub language: String,
    /// What the happiness meter handed over.
    pub mood: Option<Mood>,
    /// The page on which it was written.
    pub page: Option<String>,
    /// How to reach its customer.
    pub contact: Option<Contact>,
    /// What it says in writing.
    pub text: String,
    /// What in it was searched for, in bytes of its UTF-8, if the address says `q`.
    pub marks: Vec<Range<usize>>,
    /// What came with it.
    pub attachments: Vec<CaseAttachment>,
    /// What was said since, by customer and staff, oldest first.
    pub thread: Vec<Said>,
    /// The suggestion that came with this complaint, or the complaint that this suggestion came with.
    pub companion: Option<Companion>,
    /// The case that is answered instead.
    pub merged_into: Option<Reference>,
    /// The cases that are answered with this one.
    pub merged_here: Vec<Reference>,
    /// How a suggestion is judged, once somebody has begun.
    pub evaluation: Option<EvaluationView>,
    /// What a suggestion will be judged by while nobody has begun.
    pub criteria: Option<Criteria>,
    /// What is done so that it doesn't happen again.
    pub actions: Vec<CorrectiveActionView>,
    /// How much of what was promised has passed.
    pub clocks: Vec<TimerView>,
    /// When the next thing is due; nothing while the clocks stand still, and when it has ended.
    pub due_at: Option<Timestamp>,
    /// Whom its clocks have told, the highest of them.
    pub escalated: Option<Level>,
    /// How content the customer is with the handling.
    pub rating: Option<Mood>,
    /// Whether what was said is gone.
    pub is_erased: bool,
    /// What happened, oldest first.
    pub events: Vec<Happened>,
    /// The people in it.
    pub names: Names,
    /// The hash of the last event: whoever does something says what they saw.
    pub head: String,
    /// What whoever asks can do now.
    pub may: Vec<Verb>,
    /// Until when they can take back what they did last.
    pub undo_until: Option<Timestamp>,
}

/// What came with a case or with something said in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseAttachment {
    /// The file, with a link that opens it for a while.
    #[serde(flatten)]
    pub file: Attachment,
    /// What is said in it.
    pub transcript: Option<Transcript>,
}

/// What is said in a recording, written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// The words.
    pub text: String,
    /// Who wrote them down.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Its name.
    pub id: String,
    /// The event that it was said with; nothing for what is older than that.
    pub sequence: Option<u32>,
    /// When.
    pub at: Timestamp,
    /// By whom; nothing for the customer.
    pub by: Option<StaffId>,
    /// Who reads it.
    pub audience: Audience,
    /// The words.
    pub text: String,
    /// The answers to "why?", with an action.
    pub root_cause: Vec<String>,
    /// What was attached.
    pub attachments: Vec<CaseAttachment>,
}

/// The other half of a complaint with a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// Its number.
    pub reference: Reference,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub stage: Stage,
    /// What it says; nothing for whoever may not see it.
    pub text: Option<String>,
}

/// How far the judging of a suggestion has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationView {
    /// What it is judged by.
    pub criteria: Criteria,
    /// How many have judged.
    pub judges: usize,
    /// Their marks: one's own first, and those of others then.
    pub marks: BTreeMap<StaffId, Marks>,
    /// What they come to, for whoever sees them.
    pub result: Option<Percent>,
    /// Whether that is enough.
    pub recommended: Option<bool>,
    /// What was decided.
    pub decision: Option<Decision>,
}

/// An action, by its place in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectiveActionView {
    /// What was agreed.
    pub plan: Plan,
    /// How far it has come.
    pub progress: Progress,
    /// Whether its day has passed without it.
    pub is_overdue: bool,
    /// The event that it was agreed with, which has the words in the thread.
    pub sequence: u32,
}

/// A clock of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerView {
    /// What it measures.
    pub name: TimerName,
    /// When it is due; of one that stands still, when it would have been.
    pub due_at: Timestamp,
    /// Whether it runs.
    pub state: TimerState,
    /// Whom it has told.
    pub escalated: Option<Level>,
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "since", rename_all = "snake_case")]
pub enum TimerState {
    /// It does.
    Running,
    /// It stands still.
    Paused,
    /// What it measures was done.
    Met(Timestamp),
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// Its place in the history.
    pub sequence: u32,
    /// When.
    pub at: Timestamp,
    /// Who: `customer`, `system`, or `staff:` and an id.
    pub by: String,
    /// What was done.
    pub deed: Action,
    /// Where it stood afterwards.
    pub stage: Stage,
    /// Whose turn it was afterwards.
    pub entity: Slug,
}
