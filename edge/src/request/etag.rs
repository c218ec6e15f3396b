//! Conditional requests (RFC 9110, section 13).

use axum::response::{IntoResponse, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{
    HeaderMap, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{error::ApiError, request::headers::header};

/// Answers with JSON, or with 304 if the client has the content already. `cache_control` states who
/// may cache the answer, and for how long.
pub(crate) fn json(
    headers: &HeaderMap,
    content: &impl Serialize,
    cache_control: &str,
) -> Result<Response, ApiError> {
    let body =
        serde_json::to_vec(content).map_err(|error| ApiError::Internal(error.to_string()))?;
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16]));
    let common = [(ETAG, tag.as_str()), (CACHE_CONTROL, cache_control)];
    if is_known(headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    Ok((common, [(CONTENT_TYPE, "application/json")], body).into_response())
}

/// Returns whether the client has the content with this tag.
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    // Weak comparison: an intermediary may have compressed the content.
    known
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || known.trim().trim_start_matches("W/") == tag)
}

/// Returns whether a part of the content may be sent. If the content has changed since the client
/// got its part, all of it must be sent.
pub(crate) fn may_be_part(headers: &HeaderMap, tag: &str) -> bool {
    header(headers, IF_RANGE).is_none_or(|known| known.trim() == tag)
}
