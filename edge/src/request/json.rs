//! JSON bodies of requests, with a size limit.

use axum::body::Body;
use futures_util::StreamExt;
use http::{HeaderMap, header::CONTENT_LENGTH};
use serde::de::DeserializeOwned;

use crate::error::ApiError;
use crate::request::headers::{header, media_type};

/// Size limit of a body, in bytes. The longest texts in any script take less than half of it.
const BODY_MAX: usize = 64 * 1024;

/// Size limit of an entity's settings, in bytes: enough for some hundred templates.
const LONG_BODY_MAX: usize = 512 * 1024;

/// Parses a JSON body of at most [`BODY_MAX`] bytes.
pub(crate) async fn json<Shape: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
) -> Result<Shape, ApiError> {
    json_up_to(BODY_MAX, headers, body).await
}

/// Parses a JSON body of at most [`LONG_BODY_MAX`] bytes.
pub(crate) async fn long_json<Shape: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
) -> Result<Shape, ApiError> {
    json_up_to(LONG_BODY_MAX, headers, body).await
}

/// Parses a JSON object of at most `most` bytes. Arrays are refused: serde would accept a list of
/// the members' values in place of an object.
async fn json_up_to<Shape: DeserializeOwned>(
    most: usize,
    headers: &HeaderMap,
    body: Body,
) -> Result<Shape, ApiError> {
    if media_type(headers) != "application/json" {
        return Err(ApiError::UnsupportedMediaType("application/json"));
    }
    let body = read(most, headers, body).await?;
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(ApiError::Malformed("it is not an object".into()));
    }
    serde_json::from_slice(&body).map_err(|error| ApiError::Malformed(error.to_string()))
}

/// Reads a body of at most `most` bytes. Content-Length only serves to refuse a large body early;
/// the bytes that arrive are counted anyway.
async fn read(most: usize, headers: &HeaderMap, body: Body) -> Result<Vec<u8>, ApiError> {
    let announced: usize =
        header(headers, CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or(0);
    let too_large = ApiError::TooLarge(most as u64);
    if announced > most {
        return Err(too_large);
    }
    let mut stream = body.into_data_stream();
    let mut whole = Vec::with_capacity(announced);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| ApiError::Cut)?;
        if whole.len() + chunk.len() > most {
            return Err(too_large);
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(whole)
}
