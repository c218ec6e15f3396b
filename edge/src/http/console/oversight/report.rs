//! `GET /console/api/report`: a report as the sheets of a spreadsheet, and `…/report.csv`: its
//! figures as CSV.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::wire::console::Workbook;
use form::Language;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::{
    error::ApiError,
    request::{query::CallQuery, session::SignedIn},
    service::figures::report::{self, Asked},
    state::App,
};

/// Returns the sheets of a report.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(asked): CallQuery<Asked>,
) -> Result<Json<Workbook>, ApiError> {
    let report = report::read(&app, &who.person, &asked).await?;
    let language = asked.lang.as_deref().and_then(Language::parse);
    let own = || Language::parse(who.language.tag()).unwrap_or(Language::En);
    Ok(Json(pages::report::workbook(language.unwrap_or_else(own), &report)))
}

/// Returns the figures of a report as CSV.
#[worker::send]
pub(crate) async fn csv(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(asked): CallQuery<Asked>,
) -> Result<Response, ApiError> {
    let report = report::read(&app, &who.person, &asked).await?;
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    Ok((headers, pages::report::csv(&report)).into_response())
}
