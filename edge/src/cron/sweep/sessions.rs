//! Job that deletes expired sessions, and sign-ins that were never completed.

use domain::access::session::IDLE;

use crate::{error::ApiError, platform::clock::later, state::App, store};

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let sessions = store::access::sessions::forget_before(&db, later(app.now, -IDLE)).await?;
    Ok(sessions + store::access::sign_ins::forget_before(&db, app.now).await?)
}
