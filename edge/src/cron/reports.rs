//! Job that writes the notices of a month's report, once the month is closed, to the staff who want
//! reports. A run that was missed is made up for.

use domain::open_data::release::ReleaseId;

use crate::{error::ApiError, service::figures::releases, state::App, store};

pub(crate) async fn tell(app: &App) -> Result<usize, ApiError> {
    let listed = releases::list(app).await?.releases;
    let latest = listed.first().and_then(|latest| ReleaseId::parse(&latest.id));
    let Some(latest) = latest else { return Ok(0) };
    let month = latest.month().to_string();
    Ok(store::outbox::insert_reports(&app.db()?, &month, app.now).await?)
}
