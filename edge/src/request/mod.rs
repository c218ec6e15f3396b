//! Typed parts of a request. A handler names what it needs by type, and axum extracts it: path
//! segments, the query, single headers, the session, the body.
//!
//! Handlers under `http` and `pages` take them. An extractor that refuses does so with an
//! [`crate::error::ApiError`], never in the framework's words; a page takes `Result<…, ApiError>`
//! and shows its own error page. Bodies are read by the handler, after it has checked who asks.
//! Nothing here may decide or write.

pub(crate) mod api_key;
mod body;
pub(crate) mod byte_range;
pub(crate) mod client_id;
pub(crate) mod code_requests;
pub(crate) mod cookie;
pub(crate) mod etag;
pub(crate) mod freshness;
pub(crate) mod headers;
pub(crate) mod idempotency_key;
pub(crate) mod in_progress;
pub(crate) mod language;
pub(crate) mod origin;
pub(crate) mod path;
pub(crate) mod profile_session;
pub(crate) mod query;
pub(crate) mod session;
pub(crate) mod tracking_key;
pub(crate) mod tus;

#[cfg(test)]
pub(crate) mod testing;

pub(crate) use body::{form, json, multipart, raw};

use http::request::Parts;

use crate::{error::ApiError, state::App};

/// Returns the worker's state, which the outermost layer gives each request.
fn app(parts: &Parts) -> Result<&App, ApiError> {
    let app = parts.extensions.get::<App>();
    app.ok_or_else(|| ApiError::Internal("a request without its App".into()))
}
