//! Errors in the Graph's shape.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::ids;

/// A refusal: Meta's code and a sentence for developers.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GraphError {
    pub(crate) code: u32,
    pub(crate) details: String,
}

impl GraphError {
    pub(crate) fn new(code: u32, details: impl Into<String>) -> Self {
        Self { code, details: details.into() }
    }

    /// Returns the refusal of a parameter that is missing, too long or of the wrong type.
    pub(crate) fn parameter(details: impl Into<String>) -> Self {
        Self::new(100, details)
    }

    /// Returns the refusal of a call without the account's token.
    pub(crate) fn token() -> Self {
        Self::new(190, "Invalid OAuth access token - Cannot parse access token")
    }

    /// Returns the refusal of an id that isn't known, or not to this account.
    pub(crate) fn object(id: &str) -> Self {
        Self::new(
            100,
            format!(
                "Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation"
            ),
        )
    }

    /// Returns Meta's title of a code.
    pub(crate) fn title(code: u32) -> &'static str {
        match code {
            0 | 190 => "Authentication Error",
            4 => "Application request limit reached",
            10 => "Message sent outside of allowed window",
            80_007 | 130_429 => "Rate limit hit",
            131_000 => "Something went wrong",
            131_008 => "Required parameter is missing",
            131_026 => "Message undeliverable",
            131_047 => "Re-engagement message",
            131_049 => "This message was not delivered to maintain healthy ecosystem engagement.",
            131_051 => "Message type unknown",
            131_056 => "(Business Account, Consumer Account) pair rate limit hit",
            132_000 => "Template Param Count Mismatch",
            132_001 => "Template does not exist",
            _ => "Invalid parameter",
        }
    }

    /// Returns the entry of a status that reports this error.
    pub(crate) fn in_status(&self) -> Value {
        let title = Self::title(self.code);
        json!({
            "code": self.code, "title": title, "message": title,
            "error_data": { "details": self.details },
        })
    }

    fn status(&self) -> StatusCode {
        match self.code {
            0 | 190 => StatusCode::UNAUTHORIZED,
            4 | 80_007 | 130_429 | 131_056 => StatusCode::TOO_MANY_REQUESTS,
            131_000 => StatusCode::INTERNAL_SERVER_ERROR,
            132_001 => StatusCode::NOT_FOUND,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        let body = json!({ "error": {
            "message": format!("(#{}) {}", self.code, Self::title(self.code)),
            "type": "OAuthException",
            "code": self.code,
            "error_data": { "messaging_product": "whatsapp", "details": self.details },
            "fbtrace_id": ids::hex("A"),
        }});
        (self.status(), Json(body)).into_response()
    }
}
