//! `GET /console/api/cases/{reference}/readings`: who has read a case, and when.

use axum::{Extension, Json};
use domain::{access::policy::Permission, reference::Reference, wire::console::Readings};

use crate::{
    error::ApiError,
    request::{path::Path, session::SignedIn},
    state::App,
    store,
};

/// Maximum of readings that are returned.
const AT_MOST: u32 = 500;

/// Returns the readings, latest first.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(reference): Path<Reference>,
) -> Result<Json<Readings>, ApiError> {
    who.require(Permission::SeeReadings)?;
    let db = app.db()?.any_replica();
    let readings = store::case::detail::readings(&db, reference, AT_MOST).await?;
    let mut people: Vec<_> = readings.iter().map(|reading| &reading.person).collect();
    people.sort_unstable();
    people.dedup();
    let names = store::case::detail::names(&db, &people).await?;
    Ok(Json(Readings { readings, names }))
}
