//! Forgets who was on a case.

use crate::{error::ApiError, http::console::presence::MEMORY, media::later, state::App, store};

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    Ok(store::presences::forget_before(&app.db()?, later(app.now, -MEMORY)).await?)
}
