//! Job that deletes old records of who was viewing a case.

use crate::{
    error::ApiError, platform::clock::later, service::presence::MEMORY, state::App, store,
};

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    Ok(store::case::presences::forget_before(&app.db()?, later(app.now, -MEMORY)).await?)
}
