//! Job that deletes security events whose period is over.

use crate::{error::ApiError, state::App, store};

pub(crate) async fn sweep(app: &App) -> Result<usize, ApiError> {
    Ok(store::access::security_events::forget_old(&app.db()?).await?)
}
