//! `/console/api/entities/{entity}/webhooks`: webhooks of an entity. Its administrators alone see
//! and change them.

pub(crate) mod deliveries;

use axum::{Extension, Json};
use domain::{
    access::{policy::Permission, security_event::WebhookChange},
    input::Reason,
    slug::Slug,
    webhook::{
        WEBHOOKS_MAX, WebhookId,
        secret::{self, WebhookSecret},
        url::Installation,
    },
    wire::console::{ChangedWebhook, NewWebhook, NewWebhookSecret, Webhook, Webhooks},
};
use http::StatusCode;

use crate::{
    error::ApiError,
    platform::random,
    request::{json::JsonBody, path::Path, session::SignedIn},
    service::webhook as service,
    state::App,
    store::{
        Database, Statement,
        access::security_events,
        webhook::{deliveries as log, webhooks},
    },
};

/// Returns the webhooks of an entity.
#[worker::send]
pub(crate) async fn list(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<Webhooks>, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    Ok(Json(Webhooks { webhooks: webhooks::of(&app.db()?, &entity).await? }))
}

/// Adds a webhook, and returns its secret.
#[worker::send]
pub(crate) async fn add(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    sent: JsonBody<NewWebhook>,
) -> Result<(StatusCode, Json<NewWebhookSecret>), ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let subscription = sent.read().await?.parse(installation(&app)).map_err(ApiError::Invalid)?;
    let (db, id) = (app.db()?, WebhookId::draw(random::draw()?));
    if webhooks::of(&db, &entity).await?.len() >= WEBHOOKS_MAX {
        return Err(ApiError::input("", Reason::TooManyWebhooks));
    }
    let secret = WebhookSecret::draw(random::draw()?);
    let sealed = service::sealed(&app, &id, &secret).await?;
    let insert = webhooks::insert(&db, (&entity, &id), &subscription, &sealed, app.now)?;
    write(&app, &db, &who, (&entity, &id, WebhookChange::Added), vec![insert]).await?;
    let shown = NewWebhookSecret { id, secret: secret.encode(), former_until: None };
    Ok((StatusCode::CREATED, Json(shown)))
}

/// Changes address and types of a webhook, and switches it on or off.
#[worker::send]
pub(crate) async fn change(
    Extension(app): Extension<App>,
    who: SignedIn,
    (Path(entity), Path(id)): (Path<Slug>, Path<WebhookId>),
    sent: JsonBody<ChangedWebhook>,
) -> Result<Json<Webhook>, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let ChangedWebhook { subscription, on } = sent.read().await?;
    let subscription = subscription.parse(installation(&app)).map_err(ApiError::Invalid)?;
    let db = app.db()?;
    found(&db, &entity, &id).await?;
    let change = webhooks::change(&db, &id, &subscription, on)?;
    write(&app, &db, &who, (&entity, &id, WebhookChange::Changed), vec![change]).await?;
    Ok(Json(found(&db, &entity, &id).await?))
}

/// Removes a webhook with its log.
#[worker::send]
pub(crate) async fn remove(
    Extension(app): Extension<App>,
    who: SignedIn,
    (Path(entity), Path(id)): (Path<Slug>, Path<WebhookId>),
) -> Result<StatusCode, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let db = app.db()?;
    found(&db, &entity, &id).await?;
    let remove = Vec::from(webhooks::remove(&db, &id)?);
    write(&app, &db, &who, (&entity, &id, WebhookChange::Removed), remove).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Replaces the secret of a webhook. Messages are signed by both for a day.
#[worker::send]
pub(crate) async fn renew(
    Extension(app): Extension<App>,
    who: SignedIn,
    (Path(entity), Path(id)): (Path<Slug>, Path<WebhookId>),
) -> Result<Json<NewWebhookSecret>, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let db = app.db()?;
    found(&db, &entity, &id).await?;
    let secret = WebhookSecret::draw(random::draw()?);
    let sealed = service::sealed(&app, &id, &secret).await?;
    let until = secret::former_until(app.now);
    let renew = webhooks::renew(&db, &id, &sealed, until)?;
    write(&app, &db, &who, (&entity, &id, WebhookChange::SecretRenewed), vec![renew]).await?;
    let shown = NewWebhookSecret { id, secret: secret.encode(), former_until: Some(until) };
    Ok(Json(shown))
}

fn installation(app: &App) -> Installation<'_> {
    Installation { base_url: &app.config.base_url }
}

/// Returns a webhook of this entity.
async fn found(db: &Database, entity: &Slug, id: &WebhookId) -> Result<Webhook, ApiError> {
    webhooks::find(db, entity, id).await?.ok_or(ApiError::NotFound)
}

/// Writes a change with its security event.
async fn write(
    app: &App,
    db: &Database,
    who: &SignedIn,
    (entity, id, change): (&Slug, &WebhookId, WebhookChange),
    mut statements: Vec<Statement>,
) -> Result<(), ApiError> {
    let incident = service::incident(entity, id, change);
    let by = who.cause();
    statements.push(security_events::caused(db, &by, vec![incident], app.now)?);
    db.batch(statements).await?;
    Ok(())
}
