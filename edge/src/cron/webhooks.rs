//! Jobs that queue lost messages to webhooks again, and delete the log of old ones.

use crate::{
    error::ApiError, platform::clock::later, service::webhook, state::App,
    store::webhook::deliveries,
};

/// Time for which the log keeps a message, in seconds.
const MEMORY: i64 = 30 * 24 * 60 * 60;

pub(crate) async fn dispatch(app: &App) -> Result<usize, ApiError> {
    webhook::dispatch_due(app).await
}

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    Ok(deliveries::forget_before(&app.db()?, later(app.now, -MEMORY)).await?)
}
