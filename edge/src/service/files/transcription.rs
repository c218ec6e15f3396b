//! Queueing of recordings that a machine transcribes, and the words of transcripts.
//!
//! A recording waits from the moment at which it is sent, if its entity has machine transcripts on.
//! It goes into the queue at once, or after its malware scan where there is a scanner; a cron job
//! queues what was lost in between. Without a machine nothing is queued; what waits is transcribed
//! once there is one.

use domain::{Timestamp, media::upload::UploadId, reference::Reference};

use crate::{
    error::ApiError,
    middleware::access_log,
    platform::clock::later,
    state::App,
    store::{
        Constraint, Database, Statement, StoreError,
        media::machine_transcripts,
        search::{self, Pending},
    },
};

/// Time that a recording may spend in the queue before the cron job queues it again, in seconds. A
/// machine may need minutes.
const PATIENCE: i64 = 20 * 60;

const AT_ONCE: u32 = 100;

/// Number of attempts to write a transcript while others are written at the same case.
const ATTEMPTS: u32 = 5;

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

/// Runs the statements that write a transcript, together with the words by which search finds the
/// case. If another transcript of the case was written since its words were read, they are read
/// anew.
pub(crate) async fn write(
    db: &Database,
    case: Reference,
    statements: &[Statement],
    words: impl Fn(&Pending) -> String,
) -> Result<(), StoreError> {
    let mut left = ATTEMPTS;
    loop {
        let mut batch = Vec::with_capacity(statements.len() + 1);
        if let Some(read) = search::indexed(db, case).await? {
            batch.push(search::reword(db, &read, &words(&read))?);
        }
        batch.extend_from_slice(statements);
        left -= 1;
        match db.batch(batch).await {
            Err(error) if left > 0 && error.constraint() == Some(Constraint::Other) => {}
            outcome => return outcome.map(drop),
        }
    }
}
