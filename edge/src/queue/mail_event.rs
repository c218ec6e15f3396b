//! Consumer of the platform's events about mail that went out.

use domain::delivery::{Way, platform::Event};

use super::Verdict;
use crate::{
    error::ApiError,
    service::deliveries::{self, By},
    state::App,
};

/// Takes an event. One of a type that isn't known is done at once.
pub(super) async fn take(app: &App, body: &str) -> Result<Verdict, ApiError> {
    if let Ok(event) = serde_json::from_str::<Event>(body)
        && let Some(report) = event.report()
    {
        let by = By::Theirs(&event.payload.message_id);
        deliveries::report(app, Way::SendEmail, by, report, None).await?;
    }
    Ok(Verdict::Done)
}
