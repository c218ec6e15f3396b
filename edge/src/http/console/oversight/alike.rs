//! `GET /console/api/entities/{entity}/alike`: cases that are alike, such as those of one outage.

use axum::{Extension, Json};
use domain::{access::policy::Permission, slug::Slug, wire::console::Alike};

use crate::{
    error::ApiError,
    request::{path::Path, session::SignedIn},
    service::case::alike,
    state::App,
};

/// Returns the cases since the beginning of yesterday that are about one service in similar words.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<Alike>, ApiError> {
    who.require(Permission::SeeTeam(&entity))?;
    Ok(Json(Alike { groups: alike::groups(&app, &entity).await? }))
}
