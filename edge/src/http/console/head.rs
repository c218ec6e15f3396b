//! `GET /console/api/cases/{reference}/head`: whether a case has changed since it was read.

use axum::{Extension, Json};
use domain::{
    access::policy::{self, Permission},
    reference::Reference,
    wire::console::Head,
};

use crate::{
    error::ApiError,
    request::{path::Path, session::SignedIn},
    state::App,
    store,
};

/// Returns the case's head. It isn't recorded as a reading, since the case isn't shown.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(reference): Path<Reference>,
) -> Result<Json<Head>, ApiError> {
    let told = store::case::cases::tell(&app.db()?, reference).await?.ok_or(ApiError::NotFound)?;
    if !policy::may(&who.person, Permission::SeeCase(told.case.hands())) {
        return Err(ApiError::NotFound);
    }
    Ok(Json(Head { head: told.case.standing.head }))
}
