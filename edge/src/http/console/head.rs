//! `GET /console/api/cases/{reference}/head`: whether a case has changed since it was read.

use axum::{Extension, Json};
use domain::{
    access::policy::{self, Sight},
    reference::Reference,
    wire::console::Head,
};

use super::opened::Opened;
use crate::{
    error::ApiError,
    request::{path::Path, session::Watching},
    state::App,
    store,
};

/// Returns the case's head, as far as the person sees the case. It isn't recorded as a reading,
/// since the case isn't shown, nor as an activity, since an open page asks by itself.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Watching(who): Watching,
    Path(reference): Path<Reference>,
) -> Result<Json<Head>, ApiError> {
    let told = store::case::cases::tell(&app.db()?, reference).await?.ok_or(ApiError::NotFound)?;
    let head = match policy::sight(&who.person, told.case.hands()) {
        Some(Sight::Whole) => told.case.standing.head,
        Some(Sight::Until(_)) => Opened::by(&app, &who, reference).await?.seen.case.standing.head,
        None => return Err(ApiError::Unseen),
    };
    Ok(Json(Head { head }))
}
