//! Consumer of dead letters: marks a notice that the queue has given up, for an operator to see and
//! replay.

use super::Verdict;
use crate::{
    error::ApiError,
    middleware::access_log,
    state::App,
    store::outbox::{self, Outcome},
};

pub(crate) async fn settle(app: &App, id: &str) -> Result<Verdict, ApiError> {
    outbox::settle(&app.db()?, id, Outcome::Dead, app.now).await?;
    access_log::failed(
        "dead letter",
        &ApiError::Internal(format!(
            "{id} could not be delivered; `cargo xtask outbox list` says why"
        )),
    );
    Ok(Verdict::Done)
}
