//! `/console/api/entities/{entity}/webhooks/{webhook}/deliveries`: messages to a webhook, test
//! events, and replays.

use axum::{Extension, Json};
use domain::{
    access::policy::Permission,
    slug::Slug,
    webhook::{DeliveryId, NotSent, WebhookId},
    wire::console::{DELIVERIES_PAGE, QueuedDelivery, WebhookDeliveries},
};
use http::StatusCode;

use super::{found, log};
use crate::{
    error::ApiError,
    platform::random,
    request::{path::Path, session::SignedIn},
    service::webhook as service,
    state::App,
    store::Database,
};

/// Returns the latest messages to a webhook.
#[worker::send]
pub(crate) async fn list(
    Extension(app): Extension<App>,
    who: SignedIn,
    (Path(entity), Path(id)): (Path<Slug>, Path<WebhookId>),
) -> Result<Json<WebhookDeliveries>, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let db = app.db()?;
    found(&db, &entity, &id).await?;
    Ok(Json(WebhookDeliveries { deliveries: log::of(&db, &id, DELIVERIES_PAGE).await? }))
}

/// Sends a test event.
#[worker::send]
pub(crate) async fn test(
    Extension(app): Extension<App>,
    who: SignedIn,
    (Path(entity), Path(id)): (Path<Slug>, Path<WebhookId>),
) -> Result<(StatusCode, Json<QueuedDelivery>), ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let db = app.db()?;
    switched_on(&db, &entity, &id).await?;
    let delivery = DeliveryId::draw(random::draw()?);
    log::insert_test(&db, (&delivery, &id), app.now).await?;
    service::send(&app, &delivery).await?;
    Ok((StatusCode::ACCEPTED, Json(QueuedDelivery { id: delivery })))
}

/// Sends a message again, under its id.
#[worker::send]
pub(crate) async fn replay(
    Extension(app): Extension<App>,
    who: SignedIn,
    (Path(entity), Path(id)): (Path<Slug>, Path<WebhookId>),
    Path(delivery): Path<DeliveryId>,
) -> Result<(StatusCode, Json<QueuedDelivery>), ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let db = app.db()?;
    switched_on(&db, &entity, &id).await?;
    if !log::replay(&db, &id, &delivery, app.now).await? {
        let is_waiting = log::has(&db, &id, &delivery).await?;
        return Err(if is_waiting { NotSent::Waiting.into() } else { ApiError::NotFound });
    }
    service::send(&app, &delivery).await?;
    Ok((StatusCode::ACCEPTED, Json(QueuedDelivery { id: delivery })))
}

/// Checks that a webhook of this entity gets messages.
async fn switched_on(db: &Database, entity: &Slug, id: &WebhookId) -> Result<(), ApiError> {
    match found(db, entity, id).await?.off {
        Some(_) => Err(NotSent::Off.into()),
        None => Ok(()),
    }
}
