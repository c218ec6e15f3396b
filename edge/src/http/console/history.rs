//! `GET /console/api/cases/{reference}/history`: what the chain vouches for, as it was written.

use axum::{Extension, Json, extract::Path};
use domain::{reference::Reference, wire::console::History};

use super::case::Opened;
use crate::{error::ApiError, signed_in::SignedIn, state::App};

/// The events, and the head that lies with the participation.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(typed): Path<String>,
) -> Result<Json<History>, ApiError> {
    let reference = Reference::parse(&typed).map_err(|_| ApiError::NotFound)?;
    let Opened { dossier, .. } = Opened::by(&app, &who, reference).await?;
    Ok(Json(History { events: dossier.events, head: dossier.row.head }))
}
