//! Job that queues lost cases for the systems of entities again.

use crate::{error::ApiError, service::system, state::App};

pub(crate) async fn dispatch(app: &App) -> Result<usize, ApiError> {
    system::dispatch_due(app).await
}
