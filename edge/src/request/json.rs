//! The JSON body of a request, within its limit.

use axum::body::Body;
use futures_util::StreamExt;
use http::{HeaderMap, header::CONTENT_LENGTH};
use serde::de::DeserializeOwned;

use crate::error::ApiError;
use crate::request::headers::{header, media_type};

/// The largest body, in bytes: the longest texts in any script fit in half of it.
const BODY_MAX: usize = 64 * 1024;

/// The largest of what an entity sets, in bytes: some hundred templates.
const LONG_BODY_MAX: usize = 512 * 1024;

/// Reads what a body says.
pub(crate) async fn json<Shape: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
) -> Result<Shape, ApiError> {
    json_up_to(BODY_MAX, headers, body).await
}

/// The same for what is long by its nature.
pub(crate) async fn long_json<Shape: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
) -> Result<Shape, ApiError> {
    json_up_to(LONG_BODY_MAX, headers, body).await
}

/// All bodies are objects; a list of their members' values would pass for one otherwise.
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

/// The body, unless it is too large; what its sender says of its length only spares us reading it.
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
