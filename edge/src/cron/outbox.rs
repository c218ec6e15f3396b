//! Jobs that queue lost notices again, delete notices that were delivered long ago, and open
//! suppressed addresses after a time.

use crate::{error::ApiError, platform::clock::later, service::notices, state::App, store};

/// Time for which a delivered notice's id is kept, in seconds. No queue keeps a message that long.
const MEMORY: i64 = 30 * 24 * 60 * 60;

/// Time for which an address that failed for good gets nothing, in seconds: half a year. It may
/// exist again by then.
const SUPPRESSED: i64 = 182 * 24 * 60 * 60;

pub(crate) async fn dispatch(app: &App) -> Result<usize, ApiError> {
    notices::dispatch_due(app).await
}

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    Ok(store::outbox::forget_before(&app.db()?, later(app.now, -MEMORY)).await?)
}

pub(crate) async fn sweep_deliveries(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let forgotten = store::deliveries::forget_before(&db, later(app.now, -MEMORY)).await?;
    Ok(forgotten + store::deliveries::lift_before(&db, later(app.now, -SUPPRESSED)).await?)
}
