//! Errors as RFC 9457 problem details.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An error, described for programs and people. `type` is stable; the wording may change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Address that names the problem type: `…/problems/<name>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short description of the problem.
    pub title: String,
    /// HTTP status code.
    pub status: u16,
    /// Advice on how to solve the problem.
    pub detail: String,
    /// Errors in the input, each with its position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<InputProblem>,
    /// With `proof-required`: the proof-of-work challenge to solve. The same request is accepted
    /// with the solution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
}

/// Proof-of-work challenge. Find a number such that the SHA-256 of `<token>:<number>` begins with
/// `difficulty` zero bits, and send the request again with the header `Proof: <token>:<number>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Token to send back unchanged.
    pub token: String,
    /// Count of leading zero bits.
    pub difficulty: u8,
    /// Time at which the challenge expires.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
}

/// An error in the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InputProblem {
    /// JSON Pointer (RFC 6901) into the request body.
    pub pointer: String,
    /// Explanation of the error, and of what is valid instead.
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
