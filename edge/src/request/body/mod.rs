//! Bodies of requests: JSON, short forms, forms with files, and raw bytes.

pub(crate) mod form;
pub(crate) mod json;
pub(crate) mod multipart;
pub(crate) mod raw;

use axum::body::Body;
use futures_util::StreamExt;

use crate::error::ApiError;

/// Reads a body of at most `most` bytes. Content-Length only serves to refuse a large body early;
/// the bytes that arrive are counted anyway.
async fn read(most: usize, announced: u64, body: Body) -> Result<Vec<u8>, ApiError> {
    let too_large = ApiError::TooLarge(most as u64);
    let announced = usize::try_from(announced).unwrap_or(usize::MAX);
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
