//! `GET /console/api/cases/{reference}/history`: the event chain, as stored.

use axum::{Extension, Json};
use domain::{reference::Reference, wire::console::History};

use super::opened::Opened;
use crate::{
    error::ApiError,
    request::{path::Path, session::SignedIn},
    state::App,
    store,
};

/// Returns the events, and the head stored with the participation.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(reference): Path<Reference>,
) -> Result<Json<History>, ApiError> {
    let opened = Opened::by(&app, &who, reference).await?;
    let names = store::case::detail::names(&app.db()?, &opened.people()).await?;
    Ok(Json(History { events: opened.dossier.events, head: opened.dossier.row.head, names }))
}
