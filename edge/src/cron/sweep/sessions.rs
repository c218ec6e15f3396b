//! Job that deletes expired sessions of staff and customers, sign-ins that were never completed,
//! and the old end of profiles' histories.

use domain::access::session::IDLE;

use crate::{error::ApiError, platform::clock::later, state::App, store};

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    let db = app.db()?;
    let sessions = store::access::sessions::forget_before(&db, later(app.now, -IDLE)).await?;
    let begun = store::access::sign_ins::forget_before(&db, app.now).await?;
    let customers = store::profile::sessions::forget_before(&db, later(app.now, -IDLE)).await?;
    let attempts = store::profile::attempts::forget_before(&db, app.now).await?;
    let history = store::profile::history::forget_before(&db, app.now).await?;
    Ok(sessions + begun + customers + attempts + history)
}
