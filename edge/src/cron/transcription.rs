//! Job that queues recordings whose queue message was lost, or which no machine has finished.

use crate::{error::ApiError, service::transcription, state::App};

pub(crate) async fn dispatch(app: &App) -> Result<usize, ApiError> {
    transcription::dispatch_due(app).await
}
