//! `/console/api/entities/{entity}/people` and `/console/api/people`: staff of an entity, or of
//! all.

use axum::{Extension, Json};
use domain::{
    access::{
        policy::{self, Permission},
        security_event::{Cause, Incident},
        staff_update::{Introduction, StaffMember, StaffUpdate},
    },
    entity::settings::{Part, SettingError},
    slug::Slug,
    staff::StaffId,
    wire::console::{Colleague, Engagement, People, SettingsHistory},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    error::ApiError,
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
    let db = app.db()?;
    let people = store::access::people::all(&db, Some(&entity)).await?;
    let introductions = store::access::introductions::of(&db, &entity).await?;
    let told = |known: &StaffMember| {
        let seen = known.clone().seen_by(introductions.get(&known.id));
        let colleague = Colleague::at(Some(&entity), &seen);
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
    let mut wanted = sent.parse(here).map_err(ApiError::Invalid)?;
    let db = app.db()?;
    let was = find(&db, whom, here, &wanted.email).await?;
    let is_new = *whom == Whom::New;
    wanted.active |= is_new && here.is_some();
    let introduction = introduction(&db, whom, here, was.as_ref(), &wanted).await?;
    let seen = was.clone().map(|was| was.seen_by(introduction.as_ref()));
    // A person who is known by this e-mail address keeps their data.
    let (wanted, version) = match (&was, &introduction) {
        (Some(was), _) if is_new => (wanted.called_as(was), was.version),
        (Some(was), Some(introduction)) => {
            if seen.as_ref().is_some_and(|seen| seen.is_unsettled_for(&wanted, here)) {
                return Err(ApiError::Forbidden);
            }
            (wanted.called_as(was), sent.version.saturating_add(introduction.version))
        }
        _ => (wanted, sent.version),
    };
    let is_unsettled = was.as_ref().is_some_and(|was| was.is_unsettled_for(&wanted, here));
    if is_unsettled || !wanted.may_be_set_by(&who.person, was.as_ref(), here) {
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
    if let (Some(introduction), Some(here)) = (&introduction, here) {
        batch.push(store::access::introductions::write(&db, &id, here, introduction)?);
    }
    let incidents = Incident::of_update(&id, was.as_ref(), &wanted, here);
    let cause = Cause::Staff(who.person.id.clone());
    batch.push(store::access::security_events::caused(&db, &cause, incidents, app.now)?);
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
    let now = now.seen_by(introduction.as_ref());
    let before = seen.filter(|_| !(is_new && here.is_some()));
    let (before, after) = recorded(here, before.as_ref(), &now);
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
    Ok(Json(Colleague::at(here, &now)))
}

/// Returns what the entity enters, or has entered, about a person whom others have known before.
async fn introduction(
    db: &Database,
    whom: &Whom,
    here: Option<&Slug>,
    was: Option<&StaffMember>,
    wanted: &StaffUpdate,
) -> Result<Option<Introduction>, ApiError> {
    let (Some(here), Some(was)) = (here, was) else { return Ok(None) };
    let name = wanted.name.clone();
    if *whom == Whom::New {
        return Ok(Some(Introduction { name, version: was.version }));
    }
    let known = store::access::introductions::of(db, here).await?.remove(&was.id);
    Ok(known.map(|known| Introduction { name, ..known }))
}

/// Returns a change of a person for the history, which nobody can erase: it has ids, and says of
/// names and addresses no more than that they were changed.
fn recorded(
    here: Option<&Slug>,
    before: Option<&StaffMember>,
    after: &StaffMember,
) -> (Value, Value) {
    let shape = |known: &StaffMember| json!({ "id": known.id, "roles": known.here(here), "active": known.active });
    let mut now = shape(after);
    let changed: Vec<&str> = before
        .into_iter()
        .flat_map(|before| {
            [("name", before.name != after.name), ("email", before.email != after.email)]
        })
        .filter_map(|(member, is_changed)| is_changed.then_some(member))
        .collect();
    if !changed.is_empty() {
        now["changed"] = json!(changed);
    }
    (before.map_or(Value::Null, shape), now)
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
