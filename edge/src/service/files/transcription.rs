//! Queueing of recordings that a machine transcribes.
//!
//! A recording waits from the moment at which it is sent, if its entity has machine transcripts on.
//! It goes into the queue at once, or after its malware scan where there is a scanner; a cron job
//! queues what was lost in between. Without a machine nothing is queued; what waits is transcribed
//! once there is one.

use domain::{Timestamp, media::upload::UploadId};

use crate::{
    error::ApiError, middleware::access_log, platform::clock::later, state::App,
    store::media::machine_transcripts,
};

/// Time that a recording may spend in the queue before the cron job queues it again, in seconds. A
/// machine may need minutes.
const PATIENCE: i64 = 20 * 60;

const AT_ONCE: u32 = 100;

/// Returns the time at which the cron job checks a recording that the queue tries again in
/// `seconds`.
pub(crate) fn due_after(app: &App, seconds: u32) -> Timestamp {
    later(app.now, PATIENCE + i64::from(seconds))
}

/// Queues those of some attachments that wait for a machine: after the answer has gone out, or at
/// once in a job or a queue consumer. If that fails, the cron job queues them. Where there is a
/// malware scanner, its consumer queues them instead.
pub(crate) async fn dispatch(app: &App, attachments: &[UploadId]) {
    if app.config.scanner.is_none() {
        let ids = attachments.iter().map(|id| id.as_str().to_owned()).collect();
        dispatch_scanned(app, ids).await;
    }
}

/// Queues those of some attachments that wait for a machine, once there is nothing else to wait
/// for.
pub(crate) async fn dispatch_scanned(app: &App, ids: Vec<String>) {
    if app.config.transcriber.is_none() || ids.is_empty() {
        return;
    }
    let work = app.clone();
    app.in_background(async move {
        if let Err(error) = queue(&work, &ids).await {
            access_log::failed("transcripts", &error);
        }
    })
    .await;
}

async fn queue(app: &App, ids: &[String]) -> Result<(), ApiError> {
    let waiting = machine_transcripts::postpone(&app.db()?, ids, due_after(app, 0)).await?;
    if waiting.is_empty() { Ok(()) } else { Ok(app.transcripts()?.send_batch(waiting).await?) }
}

/// Queues overdue recordings.
pub(crate) async fn dispatch_due(app: &App) -> Result<usize, ApiError> {
    if app.config.transcriber.is_none() {
        return Ok(0);
    }
    let due = [app.now, due_after(app, 0)];
    let ids = machine_transcripts::take_due(&app.db()?, due, AT_ONCE).await?;
    let count = ids.len();
    if count > 0 {
        app.transcripts()?.send_batch(ids).await?;
    }
    Ok(count)
}
