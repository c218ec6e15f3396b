//! `/console/api/entities/{entity}/system/cases`: cases that were or will be created in the system
//! of an entity, and replays.

use axum::{Extension, Json};
use domain::{
    access::policy::Permission,
    slug::Slug,
    system::CreationId,
    webhook::NotSent,
    wire::console::{CREATIONS_PAGE, SystemCases},
};
use http::StatusCode;

use crate::{
    error::ApiError,
    request::{path::Path, session::SignedIn},
    service::system as service,
    state::App,
    store::system::{creations, systems},
};

/// Returns the cases that were given up, and the latest others.
#[worker::send]
pub(crate) async fn list(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<SystemCases>, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let cases = creations::of(&app.db()?, &entity, CREATIONS_PAGE).await?;
    Ok(Json(SystemCases { cases }))
}

/// Tries again to create a case that was given up, under the same id.
#[worker::send]
pub(crate) async fn replay(
    Extension(app): Extension<App>,
    who: SignedIn,
    (Path(entity), Path(id)): (Path<Slug>, Path<CreationId>),
) -> Result<StatusCode, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let db = app.db()?;
    let settled = creations::is_settled(&db, &entity, &id).await?.ok_or(ApiError::NotFound)?;
    let system = systems::of(&db, &entity).await?;
    if !system.is_some_and(|system| system.is_on()) {
        return Err(NotSent::Off.into());
    }
    if !creations::replay(&db, &entity, &id, app.now).await? {
        return Err(if settled { NotSent::Done } else { NotSent::Waiting }.into());
    }
    service::send(&app, &id).await?;
    Ok(StatusCode::ACCEPTED)
}
