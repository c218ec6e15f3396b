//! Media in R2: how bytes of any number come in through memory of one part.

mod inspect;
mod sink;

pub(crate) use sink::Sink;

use domain::{
    Timestamp,
    upload::{Creation, UploadId},
};
use worker::Bucket;

use crate::{
    chance,
    error::ApiError,
    state::App,
    store::{self, uploads::Row},
};

/// How long an upload that isn't finished, or not sent with a participation, is kept: a day, in seconds.
pub(crate) const UPLOAD_AGE: i64 = 24 * 60 * 60;

/// Announces an upload. Its media will lie under a name that nobody outside ever learns.
pub(crate) async fn create(app: &App, creation: &Creation, client: &str) -> Result<Row, ApiError> {
    let id = UploadId::draw(chance::draw()?);
    let object_key = format!("media/{}", chance::name()?);
    store::uploads::create(&app.db()?, id.as_str(), &object_key, creation, client, [app.now, later(app.now, UPLOAD_AGE)]).await
}

/// Removes an upload and all that came of it. It is out of reach from the first step on, and the sweep finishes what is cut off here.
pub(crate) async fn discard(app: &App, row: &Row) -> Result<(), ApiError> {
    let db = app.db()?;
    store::uploads::expire(&db, &row.id).await?;
    let media = app.media()?;
    if let Some(multipart) = &row.multipart
        && let Err(error) = abort(&media, row, multipart).await
    {
        // Finished, or never begun; then deleting is enough.
        worker::console_debug!("no multipart upload to abort: {error}");
    }
    media.delete_multiple(vec![row.object_key.clone(), tail_key(row)]).await?;
    store::uploads::delete(&db, &row.id).await
}

async fn abort(media: &Bucket, row: &Row, multipart: &str) -> Result<(), ApiError> {
    Ok(media.resume_multipart_upload(&row.object_key, multipart)?.abort().await?)
}

/// Where the bytes wait that don't fill a part yet.
fn tail_key(row: &Row) -> String {
    format!("{}.tail", row.object_key)
}

/// So many seconds later, or earlier.
pub(crate) fn later(now: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(now.as_second() + seconds).unwrap_or(Timestamp::MAX)
}
