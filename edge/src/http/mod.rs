//! One file for each resource: read the request, ask, answer.

pub(crate) mod attachments;
mod body;
pub(crate) mod console;
#[cfg(test)]
mod contract;
pub(crate) mod customer;
pub(crate) mod entities;
pub(crate) mod erasure;
pub(crate) mod health;
pub(crate) mod participations;
mod progress;
pub(crate) mod status;
pub(crate) mod uploads;

use domain::reference::Reference;
use http::{HeaderMap, header::AsHeaderName};

use crate::error::ApiError;

/// The participation that an address names.
pub(crate) fn reference(typed: &str) -> Result<Reference, ApiError> {
    Reference::parse(typed).map_err(|_| ApiError::NotFound)
}

/// A header's value, if it is there and readable.
pub(crate) fn header(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The media type of a request's body, without parameters, in lower case.
pub(crate) fn media_type(headers: &HeaderMap) -> String {
    let value = header(headers, ::http::header::CONTENT_TYPE).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
