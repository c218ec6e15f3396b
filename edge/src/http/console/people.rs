//! `/console/api/entities/{entity}/people` and `/console/api/people`: staff of an entity, or of
//! all.

use axum::{Extension, Json};
use domain::{
    access::{
        policy::{self, Permission, Scope},
        staff_update::StaffMember,
    },
    entity::settings::{Part, SettingError},
    slug::Slug,
    staff::{Person, StaffId},
    wire::console::{Colleague, Engagement, People, SettingsHistory},
};
use serde::Deserialize;

use crate::{
    error::ApiError,
    live::{self, Whose},
    platform::random,
    request::{
        json::JsonBody,
        path::{Path, Segment},
        query::CallQuery,
        session::SignedIn,
    },
    state::App,
    store::{self, Database, entity::settings::Change},
};

/// Returns the staff of an entity.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<People>, ApiError> {
    who.require(Permission::SeeSettings(&entity))?;
    let may_change = policy::may(&who.person, Permission::ChangeSettings(&entity));
    let people = store::access::people::all(&app.db()?, Some(&entity)).await?;
    let told = |known: &StaffMember| {
        let colleague = Colleague::at(Some(&entity), known);
        Colleague { email: colleague.email.clone().filter(|_| may_change), ..colleague }
    };
    Ok(Json(People { people: people.iter().map(told).collect(), may_change }))
}

/// Query of the address: the entity to narrow the list to.
#[derive(Deserialize)]
pub(crate) struct Narrowed {
    entity: Option<Slug>,
}

/// Returns the staff of all entities, or of one of them, each person with all roles.
#[worker::send]
pub(crate) async fn show_all(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(Narrowed { entity }): CallQuery<Narrowed>,
) -> Result<Json<People>, ApiError> {
    who.require(Permission::ChangeEntities)?;
    let people = store::access::people::all(&app.db()?, entity.as_ref()).await?;
    Ok(Json(People {
        people: people.iter().map(Colleague::everywhere).collect(),
        may_change: true,
    }))
}

/// Returns the changes of staff with roles for all entities, latest first.
#[worker::send]
pub(crate) async fn history(
    Extension(app): Extension<App>,
    who: SignedIn,
) -> Result<Json<SettingsHistory>, ApiError> {
    who.require(Permission::ChangeEntities)?;
    Ok(Json(store::entity::settings::history(&app.db()?, None).await?))
}

/// Sets a person's roles at an entity, or adds a person.
#[worker::send]
pub(crate) async fn engage(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    Path(whom): Path<Whom>,
    sent: JsonBody<Engagement>,
) -> Result<Json<Colleague>, ApiError> {
    who.require(Permission::ChangeSettings(&entity))?;
    put(&app, &who, Some(&entity), &whom, &sent.read().await?).await
}

/// Sets a person's roles for all entities, or adds a person.
#[worker::send]
pub(crate) async fn engage_for_all(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(whom): Path<Whom>,
    sent: JsonBody<Engagement>,
) -> Result<Json<Colleague>, ApiError> {
    who.require(Permission::ChangeEntities)?;
    put(&app, &who, None, &whom, &sent.read().await?).await
}

async fn put(
    app: &App,
    who: &SignedIn,
    here: Option<&Slug>,
    whom: &Whom,
    sent: &Engagement,
) -> Result<Json<Colleague>, ApiError> {
    let wanted = sent.parse(here).map_err(ApiError::Invalid)?;
    let db = app.db()?;
    let (was, wanted, version) = match find(&db, whom, here, &wanted.email).await? {
        // A person who is known by this e-mail address keeps their data.
        Some(was) if *whom == Whom::New => (Some(was.clone()), wanted.called_as(&was), was.version),
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
        Some(was) => store::access::people::update(&db, was, &wanted, version)?,
        None => vec![store::access::people::insert(&db, &id, &wanted)?],
    };
    batch.extend(store::access::people::appoint(&db, &id, here, &wanted.roles)?);
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
    let json =
        |known: Option<&StaffMember>| super::json(&known.map(|known| Colleague::at(here, known)));
    let (before, after) = (json(was.as_ref())?, json(Some(&now))?);
    let change = Change {
        entity: here,
        part: Part::People,
        at: app.now,
        by: &who.person.id,
        before: &before,
        after: &after,
    };
    batch.push(store::entity::settings::record(&db, &change)?);
    super::written(db.batch(batch).await)?;
    if let Some(was) = was {
        // Whoever keeps some rights connects again, and is told by them.
        let was = Person { id: was.id, roles: was.roles.into_iter().collect() };
        live::close(app, &Scope::of(&was), Whose::Person(was.id)).await;
    }
    Ok(Json(Colleague::at(here, &now)))
}

/// Person that a path names: one to add, as `new`, or one by their id.
#[derive(PartialEq)]
pub(crate) enum Whom {
    New,
    Known(StaffId),
}

impl Segment for Whom {
    const NAMES: &'static [&'static str] = &["staff"];

    fn parse(text: &str) -> Option<Self> {
        if text == "new" { Some(Self::New) } else { StaffId::parse(text).ok().map(Self::Known) }
    }
}

/// Returns the person that a request is about. A request about one entity doesn't find people who
/// have roles at other entities only; a request about all entities finds everyone.
async fn find(
    db: &Database,
    whom: &Whom,
    here: Option<&Slug>,
    email: &str,
) -> Result<Option<StaffMember>, ApiError> {
    let is_here = |known: &StaffMember| here.is_none() || !known.here(here).is_empty();
    let Whom::Known(id) = whom else {
        let known = store::access::people::by_email(db, email).await?;
        return match known {
            Some(known) if is_here(&known) => {
                Err(ApiError::input("/email", SettingError::Again.into()))
            }
            known => Ok(known),
        };
    };
    store::access::people::by_id(db, id).await?.filter(is_here).map(Some).ok_or(ApiError::NotFound)
}
