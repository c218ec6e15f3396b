//! Media in R2. An upload of any size passes through memory of one part.
//!
//! The upload handlers, the plain form's handler and the sweep of uploads call it. SQL belongs to
//! `store::media::uploads`, rules to `domain::media`.

mod inspect;
pub(crate) mod multipart;
mod opening;
mod sink;

pub(crate) use opening::{Page, Sender, create};
pub(crate) use sink::Sink;

use worker::Bucket;

use crate::{
    error::ApiError,
    state::App,
    store::{self, media::uploads::Remains},
};

/// Lifetime of an upload that isn't finished, or not sent with a participation, in seconds: a day.
pub(crate) const UPLOAD_AGE: i64 = domain::retention::UNSENT_HOURS as i64 * 60 * 60;

/// Removes an upload and all its media; see [`discard_all`].
pub(crate) async fn discard(app: &App, id: &str) -> Result<(), ApiError> {
    discard_all(app, &[id.to_owned()]).await
}

/// Removes uploads and all their media.
///
/// The first step makes them unreachable, and the sweep finishes what is cut off here. An upload
/// that a participation has taken meanwhile is no upload any more, and stays.
pub(crate) async fn discard_all(app: &App, ids: &[String]) -> Result<(), ApiError> {
    let (db, media) = (app.db()?, app.media()?);
    let remains = store::media::uploads::expire(&db, &store::list(ids)?).await?;
    if remains.is_empty() {
        return Ok(());
    }
    for upload in &remains {
        if let Err(error) = abort(&media, upload).await {
            // The multipart upload is complete, or never began. Then deleting the object is enough.
            worker::console_debug!("no multipart upload to abort: {error}");
        }
    }
    media.delete_multiple(remains.iter().flat_map(Remains::keys).collect::<Vec<_>>()).await?;
    Ok(store::media::uploads::delete(&db, &store::list(ids)?).await?)
}

async fn abort(media: &Bucket, upload: &Remains) -> Result<(), ApiError> {
    let Some(multipart) = &upload.multipart else { return Ok(()) };
    Ok(media.resume_multipart_upload(&upload.object_key, multipart)?.abort().await?)
}
