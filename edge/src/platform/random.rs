//! Random bytes. Nothing else draws them.

use thiserror::Error;

/// The platform's source of random bytes failed.
#[derive(Debug, Error)]
#[error("no random bytes: {0}")]
pub(crate) struct RandomError(getrandom::Error);

/// Draws random bytes.
pub(crate) fn draw<const LENGTH: usize>() -> Result<[u8; LENGTH], RandomError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(RandomError)?;
    Ok(bytes)
}

/// Draws sixteen random bytes, in hexadecimal.
pub(crate) fn name() -> Result<String, RandomError> {
    Ok(hexadecimal(draw()?))
}

/// Writes sixteen bytes in hexadecimal.
pub(crate) fn hexadecimal(bytes: [u8; 16]) -> String {
    domain::media::upload::UploadId::draw(bytes).into()
}
