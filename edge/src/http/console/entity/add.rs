//! `POST /console/api/entities`: adds an entity.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::{
    access::{policy::Permission, security_event::Incident},
    entity::{
        new_entity::NewEntity,
        settings::{Part, Setting, SettingError},
    },
    wire::console::{self, AddedEntity},
};
use http::{StatusCode, header::SET_COOKIE};
use serde_json::{Value, json};

use crate::{
    directory,
    error::ApiError,
    http::console::{
        people::{self, Whom},
        written,
    },
    platform::clock,
    request::{freshness, json::JsonBody, session::SignedIn},
    state::App,
    store::{self, Database, Statement, entity::settings::Change},
};

/// Adds an entity with its origins and its first administrator, in one batch. The administrator
/// waits for a second person, as anyone does who is given rights.
#[worker::send]
pub(crate) async fn add(
    Extension(app): Extension<App>,
    who: SignedIn,
    sent: JsonBody<console::NewEntity>,
) -> Result<Response, ApiError> {
    who.require(Permission::ChangeEntities)?;
    let (entity, engagement) = sent.read().await?.parse().map_err(ApiError::Invalid)?;
    let db = app.db()?;
    let taken = || ApiError::input("/id", SettingError::Again.into());
    if store::entity::entities::is_taken(&db, &entity.id).await? {
        return Err(taken());
    }
    let mut batch = founding(&app, &db, &who, &entity)?;
    let here = Some(&entity.id);
    let (appointment, prepared) =
        people::prepare(&app, &db, &who, here, &Whom::New, &engagement).await?;
    batch.extend(appointment);
    if let Err(error) = written(db.batch(batch).await) {
        // Somebody else may have been quicker.
        let is_taken = store::entity::entities::is_taken(&db, &entity.id).await?;
        return Err(if is_taken { taken() } else { error });
    }
    // Whatever was read from now on has the entity.
    let changed = clock::now();
    directory::renew(&app.at(changed)).await?;
    let administrator = prepared.engaged(&app, &db, &who).await?;
    let cookie = [(SET_COOKIE, freshness::changed(changed))];
    let added = AddedEntity { entity: entity.id, administrator };
    Ok((StatusCode::CREATED, cookie, Json(added)).into_response())
}

/// Returns the statements that add the entity and its origins, and record both.
fn founding(
    app: &App,
    db: &Database,
    who: &SignedIn,
    entity: &NewEntity,
) -> Result<Vec<Statement>, ApiError> {
    let NewEntity { id, name, origins } = entity;
    let record = |part, before: &Value, after: &Value| {
        let by = &who.person.id;
        let change = Change { entity: Some(id), part, at: app.now, by, before, after };
        store::entity::settings::record(db, &change)
    };
    let mut batch = vec![
        store::entity::entities::insert(db, entity)?,
        record(Part::Entity, &Value::Null, &json!({ "id": id, "name": name }))?,
    ];
    let mut incidents = vec![Incident::EntityAdded { entity: id.clone() }];
    if !origins.is_empty() {
        let setting = Setting::Origins(origins.clone());
        batch.extend(store::entity::settings::replace(db, id, &setting, Part::Origins, 0)?);
        batch.push(record(Part::Origins, &json!([]), &json!(origins))?);
        incidents.extend(Incident::of_setting(id, Part::Origins));
    }
    let cause = who.cause();
    batch.push(store::access::security_events::caused(db, &cause, incidents, app.now)?);
    Ok(batch)
}
