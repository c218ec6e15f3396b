//! Actions on cases, and further calls about a case: its head, transcripts, event chain and
//! readings.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Happened, Names};
use crate::{
    case::{Refusal, action::Action, event::Recorded, lesson::PublicWords, stage::Stage},
    intake::kind::Kind,
    reference::Reference,
    slug::Slug,
    staff::StaffId,
    wire::Problem,
};

/// `POST /console/api/cases/{reference}/deeds`: an action on a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRequest {
    /// Case head that the author of the action has seen.
    pub head: String,
    /// Action to perform.
    pub deed: Action,
    /// Words that go with the action; may be empty.
    #[serde(default)]
    pub words: String,
    /// Ids of finished uploads, at most five.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// Answers to "why?", with a corrective action.
    #[serde(default)]
    pub root_cause: Vec<String>,
    /// Public words about what was changed, with their proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_words: Option<PublicWords>,
}

/// Problem of a stale request: the case has changed since its author read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Problem of the type `problems/stale`.
    #[serde(flatten)]
    pub problem: Problem,
    /// Events since the head that was named; all events if none has that hash.
    pub since: Vec<Happened>,
    /// Current head.
    pub head: String,
    /// Names of the people that the events refer to.
    pub names: Names,
}

/// `POST /console/api/deeds`: the same action on several cases, each by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// Cases, at most fifty.
    pub cases: Vec<Target>,
    /// Action to perform.
    pub deed: Action,
    /// Words that go with the action; may be empty.
    #[serde(default)]
    pub words: String,
}

/// A case of a bulk action.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// Reference number.
    pub reference: Reference,
    /// Case head that the author has seen. Without one, the action applies to the case as it is.
    #[serde(default)]
    pub head: Option<String>,
}

/// Outcome for one case of a bulk action; outcomes are in the order of the cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Reference number.
    pub reference: Reference,
    /// Result of the action.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Result of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Verdict {
    /// The action was performed.
    Done {
        /// Stage after the action.
        stage: Stage,
        /// Head after the action, which is needed to undo it.
        head: String,
        /// Seconds in which the person can undo it; `None` if it can't be undone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undo_seconds: Option<u32>,
    },
    /// The action was refused.
    Failed {
        /// Reason of the refusal.
        problem: Objection,
    },
}

/// Reason why an action was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Problem, as any client reads it.
    #[serde(flatten)]
    pub problem: Problem,
    /// Refusal by the domain rules, if they refused the action. The console phrases it in its
    /// reader's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

/// `GET /console/api/cases/{reference}/merge/{into}`: the case that another one may be merged into,
/// for whoever is about to do it. It is recorded as a reading of its excerpt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeTarget {
    /// Reference number.
    pub reference: Reference,
    /// Kind of the participation.
    pub kind: Kind,
    /// Entity that has custody.
    pub entity: Slug,
    /// Name of the owner.
    pub owner: Option<String>,
    /// Stage in the life cycle.
    pub stage: Stage,
    /// Time of receipt.
    pub received_at: Timestamp,
    /// Language of the customer.
    pub language: String,
    /// Beginning of the text; empty if there is none.
    pub excerpt: String,
}

/// `GET /console/api/cases/{reference}/head`: the case's present head. It isn't a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Hash of the latest event. It differs from the head that the person has seen if something has
    /// happened to the case since.
    pub head: String,
}

/// `PUT /console/api/attachments/{id}/transcript`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTranscript {
    /// Transcript of the recording; an empty text removes the transcript.
    pub text: String,
}

/// `GET /console/api/attachments/{id}/transcript`: all versions of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptVersions {
    /// Versions, the latest first.
    pub versions: Vec<TranscriptVersion>,
    /// Names of their writers.
    pub names: Names,
}

/// Version of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptVersion {
    /// Text; `None` if the transcript was removed.
    pub text: Option<String>,
    /// Writer of the version.
    pub by: StaffId,
    /// Time of writing.
    pub at: Timestamp,
}

/// `GET /console/api/cases/{reference}/history`: the event chain, which
/// [`crate::case::event::first_fault_except`] verifies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Events as stored, but for those in `withheld`.
    pub events: Vec<Recorded>,
    /// Sequences of the events whose scores a judge doesn't see before giving theirs.
    #[serde(default)]
    pub withheld: Vec<u32>,
    /// Hash that the last event should have.
    pub head: String,
    /// Sequence of the first event whose stored content isn't what its digest says.
    #[serde(default)]
    pub exchanged: Option<u32>,
    /// Reasons that were given for moving the case to another entity, by the event's sequence.
    #[serde(default)]
    pub reasons: BTreeMap<u32, String>,
    /// Names of the people that the events refer to.
    pub names: Names,
}

/// `GET /console/api/cases/{reference}/readings`: readings of a case, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    /// Readings, at most five hundred.
    pub readings: Vec<Reading>,
    /// Names of the readers.
    pub names: Names,
}

/// A reading of a case by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Id of the person.
    pub person: StaffId,
    /// Time of the reading.
    pub at: Timestamp,
    /// Kind of the reading.
    #[serde(default)]
    pub what: ReadingKind,
    /// Id of the file that was read, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// Kind of a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingKind {
    /// The whole case.
    #[default]
    Case,
    /// One of its files, or earlier versions of a transcript.
    File,
    /// Its words in a list of cases.
    Excerpt,
}

impl ReadingKind {
    /// Returns the name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::File => "file",
            Self::Excerpt => "excerpt",
        }
    }
}
