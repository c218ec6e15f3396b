//! `/console/api/entities/{entity}/people` and `/console/api/people`: who is there for an entity, or for any.

use axum::{
    Extension, Json,
    body::Body,
    extract::{Path, Query, rejection::QueryRejection},
};
use domain::{
    access::{
        policy::{self, Permission},
        staff::StaffId,
        staff_update::{StaffMember, StaffUpdate},
    },
    entity::{settings::SettingError, slug::Slug},
    wire::console::{Colleague, Engagement, Part, People, SettingsHistory},
};
use http::HeaderMap;
use serde::Deserialize;

use crate::{
    error::ApiError,
    platform::random,
    request::{json, session::SignedIn},
    state::App,
    store::{self, Database, settings::Change},
};

/// Of an entity.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Path(entity): Path<String>,
    who: SignedIn,
) -> Result<Json<People>, ApiError> {
    let entity = super::entity(&entity)?;
    who.require(Permission::SeeSettings(&entity))?;
    let may_change = policy::may(&who.person, Permission::ChangeSettings(&entity));
    let people = store::people::all(&app.db()?, Some(&entity)).await?;
    let told = |known: &StaffMember| {
        let colleague = known.colleague(Some(&entity));
        Colleague { email: colleague.email.clone().filter(|_| may_change), ..colleague }
    };
    Ok(Json(People { people: people.iter().map(told).collect(), may_change }))
}

/// What the address narrows them down to.
#[derive(Deserialize)]
pub(crate) struct Narrowed {
    entity: Option<Slug>,
}

/// Of all entities at once, or of one of them; each with all that they are there for.
#[worker::send]
pub(crate) async fn show_all(
    Extension(app): Extension<App>,
    who: SignedIn,
    address: Result<Query<Narrowed>, QueryRejection>,
) -> Result<Json<People>, ApiError> {
    who.require(Permission::ChangeEntities)?;
    let Query(Narrowed { entity }) =
        address.map_err(|error| ApiError::Malformed(error.body_text()))?;
    let people = store::people::all(&app.db()?, entity.as_ref()).await?;
    Ok(Json(People {
        people: people.iter().map(StaffMember::everywhere).collect(),
        may_change: true,
    }))
}

/// What was changed about those who are there for all entities, the last first.
#[worker::send]
pub(crate) async fn history(
    Extension(app): Extension<App>,
    who: SignedIn,
) -> Result<Json<SettingsHistory>, ApiError> {
    who.require(Permission::ChangeEntities)?;
    Ok(Json(store::settings::history(&app.db()?, None).await?))
}

/// Says what someone is there for at an entity, or announces them.
#[worker::send]
pub(crate) async fn engage(
    Extension(app): Extension<App>,
    Path((entity, staff)): Path<(String, String)>,
    who: SignedIn,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Colleague>, ApiError> {
    let entity = super::entity(&entity)?;
    who.require(Permission::ChangeSettings(&entity))?;
    put(&app, &who, Some(&entity), &staff, &json::json(&headers, sent).await?).await
}

/// The same for what is for all entities at once.
#[worker::send]
pub(crate) async fn engage_for_all(
    Extension(app): Extension<App>,
    Path(staff): Path<String>,
    who: SignedIn,
    headers: HeaderMap,
    sent: Body,
) -> Result<Json<Colleague>, ApiError> {
    who.require(Permission::ChangeEntities)?;
    put(&app, &who, None, &staff, &json::json(&headers, sent).await?).await
}

async fn put(
    app: &App,
    who: &SignedIn,
    here: Option<&Slug>,
    staff: &str,
    sent: &Engagement,
) -> Result<Json<Colleague>, ApiError> {
    let wanted = StaffUpdate::parse(sent, here).map_err(ApiError::Invalid)?;
    let db = app.db()?;
    let (was, wanted, version) = match find(&db, staff, here, &wanted.email).await? {
        // Whoever is known already is taken as they are.
        Some(was) if staff == NEW => (Some(was.clone()), wanted.called_as(&was), was.version),
        was => (was, wanted, sent.version),
    };
    if !wanted.may_be_set_by(&who.person, was.as_ref(), here) {
        return Err(ApiError::Forbidden);
    }
    let id = match &was {
        Some(was) => was.id.clone(),
        None => StaffId::draw(random::draw()?),
    };
    let mut batch = match &was {
        Some(was) => store::people::update(&db, was, &wanted, version)?,
        None => vec![store::people::insert(&db, &id, &wanted)?],
    };
    batch.extend(store::people::appoint(&db, &id, here, &wanted.roles)?);
    let is_same_account =
        was.as_ref().is_some_and(|was| was.has_account && was.email == wanted.email);
    let now = StaffMember {
        id,
        name: wanted.name,
        email: wanted.email,
        roles: wanted.roles,
        active: wanted.active,
        has_account: is_same_account,
        version: was.as_ref().map_or(1, |was| was.version + 1),
    };
    let json = |known: Option<&StaffMember>| super::json(&known.map(|known| known.colleague(here)));
    let (before, after) = (json(was.as_ref())?, json(Some(&now))?);
    let change = Change {
        entity: here,
        part: Part::People,
        at: app.now,
        by: &who.person.id,
        before: &before,
        after: &after,
    };
    batch.push(store::settings::record(&db, &change)?);
    super::written(db.batch(batch).await)?;
    Ok(Json(now.colleague(here)))
}

/// What stands for somebody's id who isn't there yet.
const NEW: &str = "new";

/// Who it is about. Of those who are there for others alone, an entity knows nothing; whoever keeps the entities knows everyone.
async fn find(
    db: &Database,
    staff: &str,
    here: Option<&Slug>,
    email: &str,
) -> Result<Option<StaffMember>, ApiError> {
    let is_here = |known: &StaffMember| here.is_none() || !known.here(here).is_empty();
    if staff == NEW {
        let known = store::people::by_email(db, email).await?;
        return match known {
            Some(known) if is_here(&known) => {
                Err(ApiError::input("/email", SettingError::Again.into()))
            }
            known => Ok(known),
        };
    }
    let id = StaffId::parse(staff).map_err(|_| ApiError::NotFound)?;
    store::people::by_id(db, &id).await?.filter(is_here).map(Some).ok_or(ApiError::NotFound)
}
