//! `PUT /console/api/cases/{reference}/presence`: staff who are viewing a case, and the case's
//! head.

use axum::{Extension, Json, body::Body, extract::Path};
use domain::{
    access::policy::{self, Permission},
    wire::console::{Attendance, Presence},
};
use http::HeaderMap;

use crate::{
    error::ApiError,
    platform::clock::later,
    request::{headers::reference, json, session::SignedIn},
    service::presence::MEMORY,
    state::App,
    store,
};

/// Records that a person is viewing a case, and returns who else is. It isn't recorded as a
/// reading, since the case isn't shown.
#[worker::send]
pub(crate) async fn meet(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(typed): Path<String>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Attendance>, ApiError> {
    let reference = reference(&typed)?;
    let Presence { is_writing } = json::json(&headers, sent).await?;
    let db = app.db()?;
    let told = store::case::cases::tell(&db, reference).await?.ok_or(ApiError::NotFound)?;
    if !policy::may(&who.person, Permission::SeeCase(told.case.hands())) {
        return Err(ApiError::NotFound);
    }
    let times = [app.now, later(app.now, -MEMORY)];
    let others =
        store::case::presences::meet(&db, reference, (&who.person.id, is_writing), times).await?;
    Ok(Json(Attendance { head: told.case.standing.head, others }))
}
