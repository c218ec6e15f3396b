//! What is done to cases, and what else is said of one: who is on it, who has looked at it, what its chain is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Happened, Names};
use crate::{
    access::staff::StaffId,
    case::{Refusal, action::Action, event::Recorded, stage::Stage},
    reference::Reference,
    wire::Problem,
};

/// `POST /console/api/cases/{reference}/deeds`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRequest {
    /// The head that its author has seen.
    pub head: String,
    /// What to do.
    pub deed: Action,
    /// What is said with it; empty if nothing is.
    #[serde(default)]
    pub words: String,
    /// Ids of finished uploads, at most five.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// The answers to "why?", with an action.
    #[serde(default)]
    pub root_cause: Vec<String>,
}

/// The problem of a stale save: what it was decided by has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// `problems/stale`.
    #[serde(flatten)]
    pub problem: Problem,
    /// What happened since the head that was named; all of it, if no event has that hash.
    pub since: Vec<Happened>,
    /// The head by now.
    pub head: String,
    /// The people in it.
    pub names: Names,
}

/// `POST /console/api/deeds`: the same to several cases, each by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulk {
    /// At most fifty.
    pub cases: Vec<Target>,
    /// What to do.
    pub deed: Action,
    /// What is said with it; empty if nothing is.
    #[serde(default)]
    pub words: String,
}

/// One of several cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Which.
    pub reference: Reference,
    /// The head that was seen; nothing from a list, which shows none: then it is done to the case as it is.
    #[serde(default)]
    pub head: Option<String>,
}

/// What became of each, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which.
    pub reference: Reference,
    /// Whether it was done.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// Whether something was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Verdict {
    /// It was.
    Done {
        /// Where it stands now.
        stage: Stage,
        /// Its head, for taking it back.
        head: String,
    },
    /// It wasn't.
    Failed {
        /// Why.
        problem: Objection,
    },
}

/// Why something wasn't done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// As any client reads it.
    #[serde(flatten)]
    pub problem: Problem,
    /// What the rules have against it, where it is they that have: the console says it in its reader's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

/// `PUT /console/api/cases/{reference}/presence`: whoever asks is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Whether they write something.
    #[serde(default)]
    pub is_writing: bool,
}

/// What they are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// The head of the case by now: another one than they have seen, if something has happened to it.
    pub head: String,
    /// Who else is there.
    pub others: Vec<Present>,
}

/// Someone else who is on the same case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Who.
    pub person: StaffId,
    /// Their name.
    pub name: String,
    /// Whether they write something.
    pub is_writing: bool,
}

/// `PUT /console/api/attachments/{id}/transcript`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTranscript {
    /// What is said in the recording; empty takes a transcript away.
    pub text: String,
}

/// `GET /console/api/cases/{reference}/history`: what [`crate::case::event::first_fault`] judges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The events as they were written.
    pub events: Vec<Recorded>,
    /// The hash that the last of them should have.
    pub head: String,
    /// The people in it.
    pub names: Names,
}

/// `GET /console/api/cases/{reference}/readings`, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    /// At most five hundred.
    pub readings: Vec<Reading>,
    /// Who they are.
    pub names: Names,
}

/// Someone has looked at a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Who.
    pub person: StaffId,
    /// When.
    pub at: Timestamp,
}
