//! A case in full: `GET /console/api/cases/{reference}`, limited to the data that the signed-in
//! person may see.

use std::{collections::BTreeMap, ops::Range};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Names;
use crate::{
    case::{
        action::Action,
        corrective_action::{Plan, Progress},
        evaluation::{Decision, Marks},
        lesson::PublicWords,
        life_cycle::{Audience, Verb},
        stage::Stage,
    },
    delivery::{Cause, Way, state::State},
    entity::criteria::{Criteria, CriteriaNames, Percent},
    intake::{
        channel::Channel,
        kind::{Kind, Mood},
    },
    media::transcription::Outcome,
    reference::Reference,
    sla::{
        escalation::{Level, TimerName},
        priority::Priority,
    },
    slug::Slug,
    staff::StaffId,
    wire::{Attachment, Contact, Place},
};

/// A case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    /// Reference number.
    pub reference: Reference,
    /// Kind of the participation.
    pub kind: Kind,
    /// Entity that has custody now.
    pub entity: Slug,
    /// Entity that transferred the case, until the transfer is accepted or returned.
    pub offered_by: Option<Slug>,
    /// Entities that had custody before.
    pub before: Vec<Slug>,
    /// Entities among them that returned the case and don't see what has happened since.
    #[serde(default)]
    pub returned: Vec<Slug>,
    /// True if the signed-in person sees the case only as it stood when their entity returned it.
    #[serde(default)]
    pub is_cut: bool,
    /// Entity that the participation was sent to.
    pub sent_to: Slug,
    /// Service of that entity that the case is about.
    pub service: Option<Slug>,
    /// Stage in the life cycle.
    pub stage: Stage,
    /// Priority.
    pub priority: Priority,
    /// Owner.
    pub owner: Option<StaffId>,
    /// Channel by which the participation came.
    pub channel: Channel,
    /// Time of receipt.
    pub received_at: Timestamp,
    /// Version of the unified guide by which it was received.
    #[serde(default)]
    pub guide: Option<u16>,
    /// Language of the customer.
    pub language: String,
    /// Mood from the happiness meter.
    pub mood: Option<Mood>,
    /// Address of the page that the form was opened on.
    pub page: Option<String>,
    /// Id under which the case is known in the system of the entity with custody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_id: Option<String>,
    /// Contact details of the customer.
    pub contact: Option<Contact>,
    /// Place that the participation is about.
    pub place: Option<Place>,
    /// Text of the participation.
    pub text: String,
    /// Search matches in the text, as byte ranges of its UTF-8, if the address has `q`.
    pub marks: Vec<Range<usize>>,
    /// Attachments of the participation.
    pub attachments: Vec<CaseAttachment>,
    /// Later messages of customer and staff, oldest first.
    pub thread: Vec<Said>,
    /// Notices that went out to the customer, in the order of what they tell of.
    #[serde(default)]
    pub deliveries: Vec<DeliveryView>,
    /// The suggestion that was paired with this complaint, or the complaint that was paired with
    /// this suggestion.
    pub companion: Option<Companion>,
    /// Case that is answered instead of this one.
    pub merged_into: Option<Reference>,
    /// Cases that are answered with this one.
    pub merged_here: Vec<Reference>,
    /// Evaluation of a suggestion, once somebody has begun it.
    pub evaluation: Option<EvaluationView>,
    /// Criteria that will apply to a suggestion, until somebody begins its evaluation.
    pub criteria: Option<Criteria>,
    /// Names of the criteria that the entity has added.
    #[serde(default, skip_serializing_if = "CriteriaNames::is_empty")]
    pub criteria_names: CriteriaNames,
    /// Corrective and preventive actions.
    pub actions: Vec<CorrectiveActionView>,
    /// Public words about what was changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lessons: Vec<LessonView>,
    /// Timers of the promised times.
    pub clocks: Vec<TimerView>,
    /// Next deadline; `None` while the timers are paused and once the case has ended.
    pub due_at: Option<Timestamp>,
    /// Highest escalation level that its timers have reached.
    pub escalated: Option<Level>,
    /// Person who asks a supervisor for a delay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_requested_by: Option<StaffId>,
    /// Satisfaction of the customer with the handling.
    pub rating: Option<Mood>,
    /// True if the content was erased.
    pub is_erased: bool,
    /// Events, oldest first.
    pub events: Vec<Happened>,
    /// Names of the people that the case refers to.
    pub names: Names,
    /// Hash of the latest event. An action names the head that its author has seen.
    pub head: String,
    /// Place where the text plainly belongs, if it lies elsewhere and the signed-in person can
    /// transfer the case.
    #[serde(default)]
    pub proposal: Option<ProposedPlace>,
    /// True if the text may be about danger to people, until the case has ended.
    #[serde(default)]
    pub danger: bool,
    /// Actions that the signed-in person can perform now.
    pub may: Vec<Verb>,
    /// Time until which the signed-in person can undo their latest action.
    pub undo_until: Option<Timestamp>,
    /// Seconds that a person has for that from the action on, without the margin for the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_seconds: Option<u32>,
}

/// Entity and service where a text plainly belongs: a proposal of the assistant, which staff may
/// follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedPlace {
    /// Entity.
    pub entity: Slug,
    /// Service of that entity.
    pub service: Option<Slug>,
    /// Probability that it is the right one, from 0 to 1, in hundredths.
    pub probability: f64,
}

/// Attachment of a case or of a message in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseAttachment {
    /// File, with a link that opens it in a session of staff.
    #[serde(flatten)]
    pub file: Attachment,
    /// Transcript of a recording.
    pub transcript: Option<Transcript>,
    /// Outcome of a machine that was sent a recording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine: Option<Outcome>,
}

/// Transcript of a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// Text of the transcript.
    pub text: String,
    /// Person who wrote the transcript.
    pub by: StaffId,
    /// Time of writing.
    pub at: Timestamp,
}

/// A notice to the customer on one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryView {
    /// Kind of the notice, such as `answered`.
    pub kind: String,
    /// Time of the event that it tells of.
    pub told_at: Timestamp,
    /// Way; `None` if no way was to carry it.
    pub way: Option<Way>,
    /// State of the message.
    pub state: State,
    /// Reason, if it didn't arrive.
    pub cause: Option<Cause>,
    /// Time at which it came into this state.
    pub changed_at: Timestamp,
}

/// A message of the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Id of the message.
    pub id: String,
    /// Sequence number of the event that the message belongs to; `None` for messages that are older
    /// than such events.
    pub sequence: Option<u32>,
    /// Time of the message.
    pub at: Timestamp,
    /// Member of staff who wrote the message; `None` for the customer.
    pub by: Option<StaffId>,
    /// Audience of the message.
    pub audience: Audience,
    /// True if its author took it back before the customer was told.
    #[serde(default)]
    pub taken_back: bool,
    /// Text of the message.
    pub text: String,
    /// Answers to "why?", with a corrective action.
    pub root_cause: Vec<String>,
    /// Public words that the message proposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_words: Option<PublicWords>,
    /// Attachments of the message.
    pub attachments: Vec<CaseAttachment>,
}

/// The paired case of a complaint with a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Companion {
    /// Reference number.
    pub reference: Reference,
    /// Kind of the participation.
    pub kind: Kind,
    /// Stage in the life cycle.
    pub stage: Stage,
    /// Text; `None` if the signed-in person may not see it.
    pub text: Option<String>,
}

/// Progress of a suggestion's evaluation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationView {
    /// Criteria of the evaluation.
    pub criteria: Criteria,
    /// Count of people who have judged.
    pub judges: usize,
    /// Marks by judge. Nobody sees the marks of others before giving their own.
    pub marks: BTreeMap<StaffId, Marks>,
    /// Mean of all marks, for people who see the marks.
    pub result: Option<Percent>,
    /// True if the result suffices for a recommendation.
    pub recommended: Option<bool>,
    /// Decision on the suggestion.
    pub decision: Option<Decision>,
}

/// Public words about what was changed: the latest proposal for a corrective action, or for the
/// implementation of a suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonView {
    /// Number of the corrective action; 0 for a suggestion.
    pub action: usize,
    /// Sequence of the event that proposed the words.
    pub proposal: u32,
    /// Member of staff who wrote them.
    pub by: StaffId,
    /// True once somebody else has approved them.
    pub is_published: bool,
    /// Words; `None` if the content was erased.
    pub words: Option<PublicWords>,
}

/// A corrective or preventive action, by its position in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectiveActionView {
    /// Agreed plan.
    pub plan: Plan,
    /// Progress of the action.
    pub progress: Progress,
    /// True if the plan's due date has passed without completion.
    pub is_overdue: bool,
    /// True if the check of its effect is due, and the signed-in person may be the one who checks.
    #[serde(default)]
    pub is_check_due: bool,
    /// Sequence number of the event that agreed the action; the thread has the words.
    pub sequence: u32,
}

/// A timer of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerView {
    /// Name of the timer.
    pub name: TimerName,
    /// Deadline. For a paused timer, the deadline that it would have had.
    pub due_at: Timestamp,
    /// State of the timer.
    pub state: TimerState,
    /// Escalation level that the timer has reached.
    pub escalated: Option<Level>,
}

/// State of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "since", rename_all = "snake_case")]
pub enum TimerState {
    /// The timer runs.
    Running,
    /// The timer is paused.
    Paused,
    /// The promise was met at this time.
    Met(Timestamp),
}

/// An event of the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// Sequence number in the history.
    pub sequence: u32,
    /// Time of the event.
    pub at: Timestamp,
    /// Actor: `customer`, `system`, `staff:` and an id, or `entity:` and the entity whose own
    /// system it was.
    pub by: String,
    /// Action that was performed.
    pub deed: Action,
    /// Stage after the event.
    pub stage: Stage,
    /// Entity that had custody after the event.
    pub entity: Slug,
}
