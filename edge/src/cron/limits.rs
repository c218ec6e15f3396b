//! Forgets the counts of days that are over.

use crate::{error::ApiError, platform::clock::later, state::App, store};

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    // Yesterday's may still be counting in a request that began before midnight.
    let yesterday: String = later(app.now, -24 * 60 * 60).to_string().chars().take(10).collect();
    Ok(store::limits::forget_before(&app.db()?, &yesterday).await?)
}
