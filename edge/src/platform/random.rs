//! Random bytes. Nothing else draws them.

use crate::error::ApiError;

pub(crate) fn draw<const LENGTH: usize>() -> Result<[u8; LENGTH], ApiError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)
        .map_err(|error| ApiError::Internal(format!("no random bytes: {error}")))?;
    Ok(bytes)
}

/// Draws sixteen random bytes, in hexadecimal.
pub(crate) fn name() -> Result<String, ApiError> {
    Ok(domain::media::upload::UploadId::draw(draw()?).into())
}
