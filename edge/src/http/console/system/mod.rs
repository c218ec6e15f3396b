//! `/console/api/entities/{entity}/system`: the system in which an entity works on its cases. Its
//! administrators alone see and change it.

pub(crate) mod cases;

use axum::{Extension, Json};
use domain::{
    access::{policy::Permission, security_event::SystemChange},
    input::{InputError, Reason},
    reference::Reference,
    slug::Slug,
    system::{CreationId, System, TemplateError, auth::Secret, placeholder::Facts},
    wire::console::{ChangedSystem, SystemSettings, SystemState, SystemTest, ready_templates},
};
use http::StatusCode;

use crate::{
    crypto::seal::Sealed,
    error::ApiError,
    platform::random,
    request::{json::JsonBody, path::Path, session::SignedIn},
    service::system as service,
    state::App,
    store::{
        Database, Statement,
        access::security_events,
        system::{creations, systems},
    },
    system,
};

/// Returns the system, and templates to begin with.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<SystemSettings>, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    Ok(Json(settings(&app.db()?, &entity).await?))
}

/// Describes the system anew, and switches it on or off.
#[worker::send]
pub(crate) async fn change(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    sent: JsonBody<ChangedSystem>,
) -> Result<Json<SystemSettings>, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let ChangedSystem { template, secret, on } = sent.read().await?;
    let system = service::parse(&app, &template);
    let secret = secret.as_deref().map(str::trim).filter(|secret| !secret.is_empty());
    let secret = match (&system, secret) {
        (Ok(system), Some(secret)) => system.auth.secret(secret).map(Some),
        (Err(_), Some(secret)) => Secret::parse(secret).map(Some),
        (_, None) => Ok(None),
    };
    let (system, secret) = match (system, secret) {
        (Ok(system), Ok(secret)) => (system, secret),
        (system, secret) => {
            let mut errors = system.err().unwrap_or_default();
            errors.extend(secret.err().map(|error| at_secret(error.into())));
            return Err(ApiError::Invalid(errors));
        }
    };
    let db = app.db()?;
    let sealed = match secret {
        _ if !system.auth.has_secret() => None,
        Some(secret) => Some(service::sealed(&app, &entity, &secret).await?),
        None => Some(kept(&app, &db, &entity, &system).await?),
    };
    let statements = vec![
        systems::write(&db, &entity, &template, (sealed.as_ref(), on), app.now)?,
        creations::hasten(&db, &entity, on, app.now)?,
    ];
    write(&app, &db, &who, (&entity, SystemChange::Changed), statements).await?;
    Ok(Json(settings(&db, &entity).await?))
}

/// Removes the system. What waits for it is given up; the ids under which cases are known there
/// stay.
#[worker::send]
pub(crate) async fn remove(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<StatusCode, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let db = app.db()?;
    systems::of(&db, &entity).await?.ok_or(ApiError::NotFound)?;
    let statements = vec![systems::remove(&db, &entity)?, creations::give_up(&db, &entity)?];
    write(&app, &db, &who, (&entity, SystemChange::Removed), statements).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Creates a case in the system that says it's a test, and returns what came of it.
#[worker::send]
pub(crate) async fn test(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<SystemTest>, ApiError> {
    who.require(Permission::ManageWebhooks(&entity))?;
    let row = systems::of(&app.db()?, &entity).await?.ok_or(ApiError::NotFound)?;
    let system = service::parse(&app, &row.template()?).map_err(ApiError::Invalid)?;
    let secret = match row.secret() {
        Some(sealed) => Some(service::opened(&app, &entity, &sealed).await?),
        None => None,
    };
    let reference = Reference::draw(random::draw()?);
    let id = CreationId::draw(random::draw()?);
    let link = service::link(&app, reference);
    let facts = Facts::test((id, reference), entity, app.now, link);
    Ok(Json(match system::create(&app, &system, secret.as_ref(), &facts).await {
        Ok(answer) => {
            let is_created = (200..300).contains(&answer.status);
            let has_no_id = system.template.id.is_some() && answer.outside_id.is_none();
            let reason = if is_created {
                has_no_id.then(|| system::NO_ID.to_owned())
            } else {
                Some(answer.excerpt)
            };
            SystemTest { status: Some(answer.status), reason, outside_id: answer.outside_id }
        }
        Err(reason) => SystemTest { status: None, reason: Some(reason), outside_id: None },
    }))
}

async fn settings(db: &Database, entity: &Slug) -> Result<SystemSettings, ApiError> {
    let system = match systems::of(db, entity).await? {
        Some(row) => {
            let creations::Counts { waiting, failed } = creations::counts(db, entity).await?;
            Some(SystemState {
                template: row.template()?,
                has_secret: row.secret().is_some(),
                on: row.is_on(),
                failing_since: row.failing_since,
                waiting,
                failed,
            })
        }
        None => None,
    };
    Ok(SystemSettings { system, ready: ready_templates() })
}

/// Returns the stored secret, if it goes to nobody else than before: it was never shown to whoever
/// changes the addresses.
async fn kept(
    app: &App,
    db: &Database,
    entity: &Slug,
    system: &System,
) -> Result<Sealed, ApiError> {
    let none = || ApiError::Invalid(vec![at_secret(TemplateError::NoSecret.into())]);
    let row = systems::of(db, entity).await?.ok_or_else(none)?;
    let before = service::parse(app, &row.template()?).map_err(|_| none())?;
    row.secret().filter(|_| system.keeps_secret_of(&before)).ok_or_else(none)
}

fn at_secret(reason: Reason) -> InputError {
    InputError { pointer: "/secret".to_owned(), reason }
}

/// Writes a change with its security event.
async fn write(
    app: &App,
    db: &Database,
    who: &SignedIn,
    (entity, change): (&Slug, SystemChange),
    mut statements: Vec<Statement>,
) -> Result<(), ApiError> {
    let incident = service::incident(entity, change);
    statements.push(security_events::caused(db, &who.cause(), vec![incident], app.now)?);
    db.batch(statements).await?;
    Ok(())
}
