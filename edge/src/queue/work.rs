//! Consumer of the work that cron runs and requests hand out.

use super::Verdict;
use crate::{
    cron,
    error::ApiError,
    service::{profile::leave, work::Work},
    state::App,
};

pub(crate) async fn perform(app: &App, message: &str) -> Result<Verdict, ApiError> {
    let work = serde_json::from_str(message).map_err(|error| {
        ApiError::Internal(format!("a message of the queue of work can't be read: {error}"))
    })?;
    match work {
        Work::Cases(cases) => {
            cron::cases::wake_all(app, cases).await?;
        }
        Work::Retention(progress) => {
            cron::retention::go_on(app, progress).await?;
        }
        Work::Leave(profile) => leave::go_on(app, &profile).await?,
        Work::Reseal(data, progress) => {
            cron::reseal::go_on(app, data, progress).await?;
        }
    }
    Ok(Verdict::Done)
}
