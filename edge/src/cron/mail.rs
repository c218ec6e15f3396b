//! Job that takes in mails that were accepted and couldn't be stored at once.

use crate::{channel, error::ApiError, state::App};

pub(crate) async fn take_waiting(app: &App) -> Result<usize, ApiError> {
    match app.config.mail {
        Some(_) => channel::mail::take_waiting(app).await,
        None => Ok(0),
    }
}
