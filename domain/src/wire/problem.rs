//! Errors as RFC 9457 problem details.

use serde::{Deserialize, Serialize};

/// What went wrong, for programs and people. `type` is stable; the words may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// An address that names the kind of problem: `…/problems/<name>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it.
    pub detail: String,
    /// What is wrong with the input, each with its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<InputProblem>,
}

/// One thing that is wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputProblem {
    /// A JSON Pointer (RFC 6901) into what was sent.
    pub pointer: String,
    /// What is wrong and what would be right.
    pub detail: String,
}
