//! `/console/api/entities/{entity}/keys`: API keys of an entity's systems. Its administrator makes
//! and revokes them.

use axum::{Extension, Json};
use domain::{
    access::{
        api_key::{ApiKey, KeyError, KeyId},
        policy::Permission,
        security_event::Incident,
    },
    slug::Slug,
    wire::console::{KeyView, Keys, MadeKey, NewKey},
};
use http::StatusCode;

use crate::{
    error::ApiError,
    platform::random,
    request::{json::JsonBody, path::Path, session::SignedIn},
    state::App,
    store::{self, access::api_keys::New},
};

/// Returns the keys that aren't revoked.
#[cfg_attr(test, utoipa::path(get, tag = "keys", path = "/console/api/entities/{entity}/keys",
    operation_id = "list_keys",
    security(("session" = [])),
    params(("entity" = String, Path, description = "The entity's short name", example = "rta")),
    responses(
        (status = 200, body = Keys, description = "The keys, without the keys themselves"),
        (status = 401, description = "Not signed in"),
        (status = 403, description = "Only an administrator of the entity sees its keys; and only the console's own pages may ask"),
    )))]
#[worker::send]
pub(crate) async fn list(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<Keys>, ApiError> {
    who.require(Permission::ManageKeys(&entity))?;
    Ok(Json(Keys { keys: store::access::api_keys::of(&app.db()?, &entity).await? }))
}

/// Makes a key. The answer shows it this once: only its hash is stored.
#[cfg_attr(test, utoipa::path(post, tag = "keys", path = "/console/api/entities/{entity}/keys", operation_id = "make_key", request_body = NewKey,
    security(("session" = [])),
    params(("entity" = String, Path, description = "The entity's short name", example = "rta")),
    responses(
        (status = 201, body = MadeKey, description = "The key, shown this once"),
        (status = 401, description = "Not signed in"),
        (status = 403, description = "Only an administrator of the entity makes keys; and only the console's own pages may ask"),
        (status = 413, description = "More than 64 KiB"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Something in it can't be accepted; `errors` says what and where"),
    )))]
#[worker::send]
pub(crate) async fn make(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    sent: JsonBody<NewKey>,
) -> Result<(StatusCode, Json<MadeKey>), ApiError> {
    who.require(Permission::ManageKeys(&entity))?;
    let (name, scopes) = sent.read().await?.parse().map_err(ApiError::Invalid)?;
    let db = app.db()?;
    if store::access::api_keys::is_full(&db, &entity).await? {
        return Err(ApiError::input("", KeyError::TooMany.into()));
    }
    let (id, key) = (KeyId::draw(random::draw()?), ApiKey::new(random::draw()?));
    let new = New {
        id: &id,
        entity: &entity,
        name: &name,
        scopes: &scopes,
        key: &key,
        at: app.now,
        by: &who.person.id,
    };
    let made =
        Incident::ApiKeyMade { entity: entity.clone(), key: id.clone(), scopes: scopes.clone() };
    db.batch(vec![
        store::access::api_keys::insert(&db, &new)?,
        store::access::security_events::caused(&db, &who.cause(), vec![made], app.now)?,
    ])
    .await?;
    let view = KeyView {
        id,
        name,
        scopes,
        created_at: app.now,
        created_by: Some(who.name),
        last_used_at: None,
    };
    Ok((StatusCode::CREATED, Json(MadeKey { key: key.encode(), view })))
}

/// Revokes a key, which opens nothing from then on.
#[cfg_attr(test, utoipa::path(delete, tag = "keys", path = "/console/api/entities/{entity}/keys/{key}", operation_id = "revoke_key",
    security(("session" = [])),
    params(
        ("entity" = String, Path, description = "The entity's short name", example = "rta"),
        ("key" = String, Path, description = "The key's id", example = "5f0c6d1e9b7a4c3d8e2f1a0b9c8d7e6f"),
    ),
    responses(
        (status = 204, description = "It opens nothing any more"),
        (status = 401, description = "Not signed in"),
        (status = 403, description = "Only an administrator of the entity revokes its keys; and only the console's own pages may ask"),
        (status = 404, description = "The entity has no such key"),
    )))]
#[worker::send]
pub(crate) async fn revoke(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    Path(key): Path<KeyId>,
) -> Result<StatusCode, ApiError> {
    who.require(Permission::ManageKeys(&entity))?;
    let db = app.db()?;
    if !store::access::api_keys::is_in_force(&db, &entity, &key).await? {
        return Err(ApiError::NotFound);
    }
    let revoked = Incident::ApiKeyRevoked { entity, key: key.clone() };
    db.batch(vec![
        store::access::api_keys::revoke(&db, &key, app.now)?,
        store::access::security_events::caused(&db, &who.cause(), vec![revoked], app.now)?,
    ])
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
