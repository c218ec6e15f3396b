//! Readers of single headers and path segments.

use domain::reference::Reference;
use http::{HeaderMap, header::AsHeaderName};

use crate::error::ApiError;

/// Parses the reference of a path segment; anything else is a 404.
pub(crate) fn reference(typed: &str) -> Result<Reference, ApiError> {
    Reference::parse(typed).map_err(|_| ApiError::NotFound)
}

/// Returns a header's value if it is present and printable ASCII.
pub(crate) fn header(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Returns the body's media type in lower case, without parameters.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = header(headers, http::header::CONTENT_TYPE).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
