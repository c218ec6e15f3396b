//! Jobs that queue lost notices again, and delete notices that were delivered long ago.

use crate::{error::ApiError, platform::clock::later, service::notices, state::App, store};

/// Time for which a delivered notice's id is kept, in seconds. No queue keeps a message that long.
const MEMORY: i64 = 30 * 24 * 60 * 60;

pub(crate) async fn dispatch(app: &App) -> Result<usize, ApiError> {
    notices::dispatch_due(app).await
}

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    Ok(store::outbox::forget_before(&app.db()?, later(app.now, -MEMORY)).await?)
}
