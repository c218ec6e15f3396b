//! `/console/api/me`: the signed-in person and their preferences.

use axum::{Extension, Json};
use domain::{
    staff::Person,
    wire::console::{Me, Preferences},
};
use http::StatusCode;

use crate::{
    error::ApiError,
    request::{json::JsonBody, session::SignedIn},
    service::figures::report,
    state::App,
};

/// Returns the signed-in person.
pub(crate) async fn show(who: SignedIn) -> Json<Me> {
    let SignedIn { person, name, language, notices, ends_at } = who;
    let Person { id, roles } = person;
    Json(Me { id, name, roles, language, notices, signed_out_at: ends_at })
}

/// Stores the person's preferences. They concern nobody else, so no version is checked.
#[worker::send]
pub(crate) async fn prefer(
    Extension(app): Extension<App>,
    who: SignedIn,
    sent: JsonBody<Preferences>,
) -> Result<StatusCode, ApiError> {
    let Preferences { language, notices } = sent.read().await?;
    let notices = notices.unwrap_or(who.notices);
    report::prefer(&app, &who, language, notices).await?;
    Ok(StatusCode::NO_CONTENT)
}
