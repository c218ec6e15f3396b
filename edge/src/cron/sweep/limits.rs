//! Job that deletes rate-limit counters of past days.

use crate::{error::ApiError, platform::clock::later, state::App, store};

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    // Yesterday's counters are kept: a request that began before midnight may still use them.
    let yesterday: String = later(app.now, -24 * 60 * 60).to_string().chars().take(10).collect();
    Ok(store::intake::limits::forget_before(&app.db()?, &yesterday).await?)
}
