//! `/console/api/me`: the signed-in person and their preferences.

use axum::{Extension, Json};
use domain::wire::console::{Me, Preferences};
use http::StatusCode;

use crate::{
    error::ApiError,
    request::{json::JsonBody, session::SignedIn},
    state::App,
    store,
};

/// Returns the signed-in person.
pub(crate) async fn show(SignedIn { person, name, language, ends_at }: SignedIn) -> Json<Me> {
    Json(Me { id: person.id, name, roles: person.roles, language, signed_out_at: ends_at })
}

/// Stores the person's preferences. They concern nobody else, so no version is checked.
#[worker::send]
pub(crate) async fn prefer(
    Extension(app): Extension<App>,
    who: SignedIn,
    sent: JsonBody<Preferences>,
) -> Result<StatusCode, ApiError> {
    let Preferences { language } = sent.read().await?;
    store::access::staff::speak(&app.db()?, &who.person.id, language).await?;
    Ok(StatusCode::NO_CONTENT)
}
