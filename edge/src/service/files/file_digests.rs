//! Digests of stored files, which the events of a case cover.
//!
//! Intake and the actions on a case look them up; the writer of uploads stores them.

use domain::media::{
    file_digest::{FileDigest, FileDigests},
    upload::UploadId,
};
use worker::{Bucket, ResponseBody};

use crate::{
    error::ApiError,
    platform,
    state::App,
    store::{self, Database},
};

/// Returns the digests of those uploads that are finished.
pub(crate) async fn of(
    app: &App,
    db: &Database,
    ids: &[UploadId],
) -> Result<FileDigests, ApiError> {
    if ids.is_empty() {
        return Ok(FileDigests::default());
    }
    let mut digests = Vec::with_capacity(ids.len());
    for row in store::media::uploads::digests(db, &store::list(ids)?, app.now).await? {
        let digest = if let Some(digest) = row.sha256 {
            digest
        } else {
            // An upload from before digests were stored.
            let digest = of_stored(&app.media()?, &row.object_key).await?;
            store::media::uploads::set_digest(db, &row.id, &digest).await?;
            digest
        };
        digests.push((row.id, digest));
    }
    Ok(digests.into_iter().collect())
}

/// Returns the digest of a stored file. The platform computes it, so no byte passes through Wasm.
pub(crate) async fn of_stored(media: &Bucket, key: &str) -> Result<FileDigest, ApiError> {
    let gone = || ApiError::Internal(format!("the media {key} are gone"));
    let object = media.get(key).execute().await?.ok_or_else(gone)?;
    match object.body().map(worker::ObjectBody::response_body).transpose()? {
        Some(ResponseBody::Stream(stream)) => Ok(FileDigest::new(platform::sha256(&stream).await?)),
        _ => Err(gone()),
    }
}
