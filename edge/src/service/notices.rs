//! The way of what must be sent: a row in the outbox, written with the change that it tells of; from there into the queue, at once and, for
//! whatever got lost in between, by the clock; from the queue to whoever delivers it (`queue`).

use domain::{Timestamp, notice::Notice};

use crate::{error::ApiError, middleware::access_log, platform::clock::later, state::App, store};

/// How long a notice has to get through the queue, before the clock puts it in again, in seconds.
const PATIENCE: i64 = 10 * 60;

const AT_ONCE: u32 = 100;
const ROUNDS: usize = 10;

/// By when the clock looks after it.
pub(crate) fn due(app: &App) -> Timestamp {
    later(app.now, PATIENCE)
}

/// By when the clock looks after it, if the queue brings it back in so many seconds.
pub(crate) fn due_after(app: &App, seconds: u32) -> Timestamp {
    later(app.now, PATIENCE + i64::from(seconds))
}

/// Puts notices that were just written into the queue, after the answer has gone out. Should that fail, the clock does it.
pub(crate) fn dispatch(app: &App, notices: &[Notice]) {
    let ids: Vec<String> = notices.iter().map(|notice| notice.id.clone()).collect();
    if ids.is_empty() {
        return;
    }
    match app.queue() {
        Ok(queue) => app.afterwards(async move {
            if let Err(error) = queue.send_batch(ids).await {
                access_log::failed("outbox", &error);
            }
        }),
        Err(error) => access_log::failed("outbox", &error),
    }
}

/// Puts into the queue what should have come out of it by now.
pub(crate) async fn dispatch_due(app: &App) -> Result<usize, ApiError> {
    let (db, queue) = (app.db()?, app.queue()?);
    let mut sent = 0;
    for _ in 0..ROUNDS {
        let ids = store::outbox::due(&db, app.now, AT_ONCE).await?;
        if ids.is_empty() {
            break;
        }
        let list =
            serde_json::to_string(&ids).map_err(|error| ApiError::Internal(error.to_string()))?;
        sent += ids.len();
        queue.send_batch(ids).await?;
        store::outbox::postpone(&db, &list, due(app)).await?;
    }
    Ok(sent)
}
