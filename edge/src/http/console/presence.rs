//! `PUT /console/api/cases/{reference}/presence`: staff who are viewing a case, and the case's
//! head.

use axum::{Extension, Json};
use domain::{
    access::policy::{self, Sight},
    reference::Reference,
    wire::console::{Attendance, Presence},
};

use super::opened::Opened;
use crate::{
    error::ApiError,
    platform::clock::later,
    request::{json::JsonBody, path::Path, session::Watching},
    service::presence::MEMORY,
    state::App,
    store,
};

/// Records that a person is viewing a case, and returns who else is. It isn't recorded as a
/// reading, since the case isn't shown, nor as an activity, since an open page sends it by itself.
#[worker::send]
pub(crate) async fn meet(
    Extension(app): Extension<App>,
    Watching(who): Watching,
    Path(reference): Path<Reference>,
    sent: JsonBody<Presence>,
) -> Result<Json<Attendance>, ApiError> {
    let db = app.db()?;
    let told = store::case::cases::tell(&db, reference).await?.ok_or(ApiError::NotFound)?;
    match policy::sight(&who.person, told.case.hands()) {
        Some(Sight::Whole) => {}
        // Nothing has happened since, as far as this person sees, and nobody else is there.
        Some(Sight::Until(_)) => {
            let seen = Opened::by(&app, &who, reference).await?.seen;
            let head = seen.case.standing.head;
            return Ok(Json(Attendance { head, others: Vec::new() }));
        }
        None => return Err(ApiError::Unseen),
    }
    let Presence { is_writing } = sent.read().await?;
    let times = [app.now, later(app.now, -MEMORY)];
    let others =
        store::case::presences::meet(&db, reference, (&who.person.id, is_writing), times).await?;
    Ok(Json(Attendance { head: told.case.standing.head, others }))
}
