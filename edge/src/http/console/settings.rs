//! `/console/api/entities/{entity}/settings`: settings of an entity. `GET /console/api/loader`: the
//! version of the loader, whose tag stands beside the settings. `GET /console/api/ways`: the ways
//! by which messages come in and notices go out.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::{
    access::{
        policy::{self, Permission},
        security_event::Incident,
    },
    entity::settings::{Part, Setting},
    slug::Slug,
    wire::console::{PinnedLoader, Settings, SettingsHistory, Versioned, Ways},
};
use http::header::SET_COOKIE;
use serde_json::Value;

use crate::{
    channel, directory,
    error::ApiError,
    platform::clock::{self, later},
    request::{
        freshness,
        json::{JsonBody, LONG_BODY_MAX},
        path::Path,
        session::SignedIn,
    },
    service::{asset_manifest, entity_policies},
    state::App,
    store::{self, entity::settings::Change},
};

/// Returns all settings.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<Settings>, ApiError> {
    who.require(Permission::SeeSettings(&entity))?;
    let may_change = policy::may(&who.person, Permission::ChangeSettings(&entity));
    let may_announce = policy::may(&who.person, Permission::Announce(&entity));
    let transcriber = app.config.transcriber.as_ref().map(|to| to.host().to_owned());
    let settings = read(&app, &entity).await?;
    Ok(Json(Settings { may_change, may_announce, transcriber, ..settings }))
}

/// Returns path and hash of the loader's present version. The page for web teams has them too, so
/// everybody may know.
#[worker::send]
pub(crate) async fn loader(
    Extension(app): Extension<App>,
    _: SignedIn,
) -> Result<Json<PinnedLoader>, ApiError> {
    Ok(Json(asset_manifest::loader(&app).await?))
}

/// Returns the ways by which messages come in, and those by which notices go out.
#[worker::send]
pub(crate) async fn ways(Extension(app): Extension<App>, _: SignedIn) -> Json<Ways> {
    Json(Ways { out: app.config.ways.order.clone(), into: channel::state::all(&app).await })
}

/// Returns the changes of settings, latest first.
#[worker::send]
pub(crate) async fn history(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<SettingsHistory>, ApiError> {
    who.require(Permission::SeeSettings(&entity))?;
    let mut history = store::entity::settings::history(&app.db()?, Some(&entity)).await?;
    if !policy::may(&who.person, Permission::ChangeSettings(&entity)) {
        // E-mail addresses of staff are hidden, as in the list of staff.
        let people = history.events.iter_mut().filter(|event| event.part == Part::People);
        people
            .flat_map(|event| [&mut event.before, &mut event.after])
            .filter_map(Value::as_object_mut)
            .for_each(|known| {
                known.remove("email");
            });
    }
    Ok(Json(history))
}

/// Replaces one part of the settings as a whole, if its version is the one that was read.
#[worker::send]
pub(crate) async fn change(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    Path(part): Path<Part>,
    sent: JsonBody<Versioned<Value>, LONG_BODY_MAX>,
) -> Result<Response, ApiError> {
    who.require(if part == Part::Announcements {
        Permission::Announce(&entity)
    } else {
        Permission::ChangeSettings(&entity)
    })?;
    let Versioned { version, value } = sent.read().await?;
    let setting = Setting::read(part, value).ok_or(ApiError::NotFound)?;
    let setting = setting.map_err(|error| ApiError::Malformed(error.to_string()))?;
    let before = read(&app, &entity).await?;
    let checked = setting.check(&before.services.value, &before.calendar.value, app.now);
    checked.map_err(|errors| ApiError::Invalid(errors.into_iter().map(Into::into).collect()))?;
    let (before, after) = (super::json(&before)?, super::json(&setting)?);
    let change = Change {
        entity: Some(&entity),
        part,
        at: app.now,
        by: &who.person.id,
        before: &before[part.as_str()]["value"],
        after: &after,
    };
    let db = app.db()?;
    let mut batch = store::entity::settings::replace(&db, &entity, &setting, part, version)?;
    batch.push(store::entity::settings::record(&db, &change)?);
    if let Some(incident) = Incident::of_setting(&entity, part) {
        let cause = who.cause();
        batch.push(store::access::security_events::caused(&db, &cause, vec![incident], app.now)?);
    }
    if setting.moves_clocks() {
        batch.push(store::case::recounts::begin(
            &db,
            &entity,
            later(app.now, entity_policies::AGE),
        )?);
    }
    super::written(db.batch(batch).await)?;
    entity_policies::forget();
    // Whatever was read from now on has the change.
    let changed = clock::now();
    directory::renew(&app.at(changed)).await?;
    let cookie = [(SET_COOKIE, freshness::changed(changed))];
    Ok((cookie, Json(Versioned { version: version + 1, value: setting })).into_response())
}

async fn read(app: &App, entity: &Slug) -> Result<Settings, ApiError> {
    store::entity::settings::read(&app.db()?, entity, entity_policies::common(app))
        .await?
        .ok_or(ApiError::NotFound)
}
