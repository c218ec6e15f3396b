//! Errors as RFC 9457 problem details.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What went wrong, for programs and people. `type` is stable; the words may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// With `proof-required`: what to solve. The same request with the solution is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
}

/// Work to be done by a computer: find a number after which the SHA-256 of `<token>:<number>` begins with `difficulty` zero bits, and
/// send the request again with the header `Proof: <token>:<number>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// To be sent back as it is.
    pub token: String,
    /// How many zero bits.
    pub difficulty: u8,
    /// Until when.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
}

/// One thing that is wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InputProblem {
    /// A JSON Pointer (RFC 6901) into what was sent.
    pub pointer: String,
    /// What is wrong and what would be right.
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_read_as_it_was_written_and_says_no_more_than_it_has_to() {
        let bare = Problem {
            kind: "https://voice.example/problems/busy".into(),
            title: "Busy".into(),
            status: 503,
            detail: "try again".into(),
            errors: vec![],
            challenge: None,
        };
        let json = serde_json::to_value(&bare).unwrap();
        assert_eq!(
            json.as_object().unwrap().keys().collect::<Vec<_>>(),
            ["detail", "status", "title", "type"]
        );
        let full = Problem {
            errors: vec![InputProblem { pointer: "/text".into(), detail: "too long".into() }],
            challenge: Some(Challenge {
                token: "t".into(),
                difficulty: 16,
                expires_at: Timestamp::UNIX_EPOCH,
            }),
            ..bare.clone()
        };
        for problem in [bare, full] {
            let json = serde_json::to_string(&problem).unwrap();
            assert_eq!(serde_json::from_str::<Problem>(&json).unwrap(), problem);
        }
    }
}
