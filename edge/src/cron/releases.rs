//! Job that closes the last month into a release, ten working days after its end.
//!
//! A second run at the same time writes the same figures, and a run that is cut off lists nothing.

use domain::open_data::release::closable;

use crate::{error::ApiError, service::figures::releases, state::App};

pub(crate) async fn close(app: &App) -> Result<usize, ApiError> {
    let Some(month) = closable(app.now, &app.calendar()) else { return Ok(0) };
    Ok(usize::from(releases::close(app, month).await?))
}
