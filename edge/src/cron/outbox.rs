//! Puts into the queue again what never came out of it, and forgets what was delivered long ago.

use crate::{error::ApiError, platform::clock::later, service::notices, state::App, store};

/// How long a delivered notice is known by its id, in seconds: longer than any queue keeps a message.
const MEMORY: i64 = 30 * 24 * 60 * 60;

pub(crate) async fn dispatch(app: &App) -> Result<usize, ApiError> {
    notices::dispatch_due(app).await
}

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    Ok(store::outbox::forget_before(&app.db()?, later(app.now, -MEMORY)).await?)
}
