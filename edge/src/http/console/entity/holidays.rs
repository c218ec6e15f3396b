//! `POST /console/api/entities/{entity}/settings/calendar/holidays`: the holidays of a file.

use axum::{Extension, Json};
use domain::{
    access::policy::Permission,
    sla::calendar::ical,
    slug::Slug,
    wire::console::{HolidayFile, HolidayPreview},
};

use crate::{
    error::ApiError,
    request::{
        json::{JsonBody, LONG_BODY_MAX},
        path::Path,
        session::SignedIn,
    },
    service::entity_policies,
    state::App,
};

/// Years after this one for which a holiday that comes each year is read.
const YEARS: i16 = 2;

/// Reads the holidays of an iCalendar file. Nothing is saved: whoever has looked at them saves the
/// calendar.
#[worker::send]
pub(crate) async fn preview(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    sent: JsonBody<HolidayFile, LONG_BODY_MAX>,
) -> Result<Json<HolidayPreview>, ApiError> {
    who.require(Permission::ChangeSettings(&entity))?;
    let HolidayFile { file } = sent.read().await?;
    let year = entity_policies::common(&app).calendar.local(app.now).year();
    let holidays = ical::read(&file, &(year..=year + YEARS))
        .map_err(|error| ApiError::input("/file", error.into()))?;
    Ok(Json(HolidayPreview { holidays }))
}
