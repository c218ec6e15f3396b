//! Queueing of malware scans.
//!
//! An attachment waits for its scan from the moment at which it is sent. From there it goes into
//! the queue at once, or by a cron job if it was lost in between or the scanner was away. Without a
//! scanner nothing is queued; what waits is scanned once there is one.

use domain::{Timestamp, media::upload::UploadId};

use crate::{
    error::ApiError, middleware::access_log, platform::clock::later, state::App,
    store::media::scans,
};

/// Time that a scan may spend in the queue before the cron job queues it again, in seconds.
const PATIENCE: i64 = 10 * 60;

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 5;

/// Returns the time at which the cron job checks a scan that the queue tries again in `seconds`.
pub(crate) fn due_after(app: &App, seconds: u32) -> Timestamp {
    later(app.now, PATIENCE + i64::from(seconds))
}

/// Queues attachments that were just sent: after the answer has gone out, or at once in a job or a
/// queue consumer. If that fails, the cron job queues them.
pub(crate) async fn dispatch(app: &App, attachments: &[UploadId]) {
    if app.config.scanner.is_none() || attachments.is_empty() {
        return;
    }
    let (work, ids) = (app.clone(), attachments.iter().map(|id| id.as_str().to_owned()).collect());
    app.in_background(async move {
        if let Err(error) = queue(&work, ids).await {
            access_log::failed("scans", &error);
        }
    })
    .await;
}

async fn queue(app: &App, ids: Vec<String>) -> Result<(), ApiError> {
    let db = app.db()?;
    scans::postpone(&db, &ids, due_after(app, 0))?.run().await?;
    Ok(app.scans()?.send_batch(ids).await?)
}

/// Queues overdue scans.
pub(crate) async fn dispatch_due(app: &App) -> Result<usize, ApiError> {
    if app.config.scanner.is_none() {
        return Ok(0);
    }
    let (db, queue) = (app.db()?, app.scans()?);
    let mut sent = 0;
    for _ in 0..ROUNDS {
        let ids = scans::take_due(&db, [app.now, due_after(app, 0)], AT_ONCE).await?;
        if ids.is_empty() {
            break;
        }
        sent += ids.len();
        queue.send_batch(ids).await?;
    }
    Ok(sent)
}
