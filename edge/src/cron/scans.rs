//! Job that queues malware scans which were lost, or which the scanner didn't finish.

use crate::{error::ApiError, service::scans, state::App};

pub(crate) async fn dispatch(app: &App) -> Result<usize, ApiError> {
    scans::dispatch_due(app).await
}
