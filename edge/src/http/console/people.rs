//! `/console/api/entities/{entity}/people` and `/console/api/people`: staff of an entity, or of
//! all.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::{
    access::{
        policy::{self, Permission, Scope},
        staff_update::{Introduction, StaffMember, StaffUpdate},
    },
    entity::settings::SettingError,
    slug::Slug,
    staff::{Person, StaffId},
    wire::console::{Colleague, Engaged, Engagement, People, SettingsHistory, StaffRequest},
};
use http::StatusCode;
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
    service::staff_updates::{Wanted, introduced},
    state::App,
    store::{self, Database, Statement, access::staff_requests},
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
    let waiting = if may_change { waiting(&app, &who, Some(&entity)).await? } else { Vec::new() };
    Ok(Json(People { people: people.iter().map(told).collect(), may_change, waiting }))
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
        waiting: waiting(&app, &who, entity.as_ref()).await?,
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

/// Sets a person's roles at an entity, or adds a person. An update that waits for a second person
/// answers 202.
#[worker::send]
pub(crate) async fn engage(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    Path(whom): Path<Whom>,
    sent: JsonBody<Engagement>,
) -> Result<Response, ApiError> {
    who.require(Permission::ChangeSettings(&entity))?;
    put(&app, &who, Some(&entity), &whom, &sent.read().await?).await
}

/// Sets a person's roles for all entities, or adds a person. An update that waits for a second
/// person answers 202.
#[worker::send]
pub(crate) async fn engage_for_all(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(whom): Path<Whom>,
    sent: JsonBody<Engagement>,
) -> Result<Response, ApiError> {
    who.require(Permission::ChangeEntities)?;
    put(&app, &who, None, &whom, &sent.read().await?).await
}

async fn put(
    app: &App,
    who: &SignedIn,
    here: Option<&Slug>,
    whom: &Whom,
    sent: &Engagement,
) -> Result<Response, ApiError> {
    let db = app.db()?;
    let (batch, prepared) = prepare(app, &db, who, here, whom, sent).await?;
    super::written(db.batch(batch).await)?;
    let engaged = prepared.engaged(app, &db, who).await?;
    let is_waiting = matches!(engaged, Engaged::Waiting(_));
    let status = if is_waiting { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok((status, Json(engaged)).into_response())
}

/// Outcome of an update, to be told once its batch has been written.
pub(super) enum Prepared {
    /// The update was made; with the person before.
    Done(Colleague, Option<StaffMember>),
    /// The update waits for a second person.
    Waiting(Box<staff_requests::StaffRequest>),
}

impl Prepared {
    /// Returns the outcome as the signed-in person sees it, and closes the live connections of a
    /// person whose rights have changed.
    pub(super) async fn engaged(
        self,
        app: &App,
        db: &Database,
        who: &SignedIn,
    ) -> Result<Engaged, ApiError> {
        match self {
            Self::Done(colleague, was) => {
                if let Some(was) = was {
                    reconnect(app, &was).await;
                }
                Ok(Engaged::Done(colleague))
            }
            Self::Waiting(request) => {
                let shown = shown(db, who, vec![*request]).await?.pop();
                let shown =
                    shown.ok_or_else(|| ApiError::Internal("no request is shown".to_owned()))?;
                Ok(Engaged::Waiting(Box::new(shown)))
            }
        }
    }
}

/// Checks an update of a person, and returns the statements that make it, or store it as a request
/// that waits for a second person.
pub(super) async fn prepare(
    app: &App,
    db: &Database,
    who: &SignedIn,
    here: Option<&Slug>,
    whom: &Whom,
    sent: &Engagement,
) -> Result<(Vec<Statement>, Prepared), ApiError> {
    let mut wanted = sent.parse(here).map_err(ApiError::Invalid)?;
    let was = find(db, whom, here, &wanted.email).await?;
    let is_new = *whom == Whom::New;
    wanted.active |= is_new && here.is_some();
    let (known, introduction) = introduction(db, whom, here, was.as_ref(), &wanted).await?;
    let seen = was.clone().map(|was| was.seen_by(known.as_ref().or(introduction.as_ref())));
    if seen.as_ref().is_some_and(|seen| seen.is_unsettled_for(&wanted, here)) {
        return Err(ApiError::Forbidden);
    }
    // A person who is known by this e-mail address keeps their data.
    let (update, version) = match (&was, &introduction) {
        (Some(was), _) if is_new => (wanted.called_as(was), was.version),
        (Some(was), Some(introduction)) => {
            (wanted.called_as(was), sent.version.saturating_add(introduction.version))
        }
        _ => (wanted, sent.version),
    };
    if !update.may_be_set_by(&who.person, was.as_ref(), here) {
        return Err(ApiError::Forbidden);
    }
    let id = match &was {
        Some(was) => was.id.clone(),
        None => StaffId::draw(random::draw()?),
    };
    let wanted = Wanted {
        id: &id,
        was: was.as_ref(),
        seen: seen.as_ref(),
        introduction: introduction.as_ref(),
        update: &update,
        here,
        version,
        asked_by: &who.person.id,
    };
    // As the entity sees the person: whether others know them must not tell.
    if !update.needs_second_person(&who.person, seen.as_ref(), here) {
        let (batch, colleague) = (wanted.changes(app, db)?, Colleague::at(here, &wanted.member()));
        return Ok((batch, Prepared::Done(colleague, was)));
    }
    if was.as_ref().is_some_and(|was| was.version != version) {
        return Err(ApiError::Stale);
    }
    let (request, batch) = wanted.request(app, db)?;
    Ok((batch, Prepared::Waiting(Box::new(request))))
}

/// Closes the live connections of a person whose rights have changed. Whoever keeps some connects
/// again, and is told by them.
pub(super) async fn reconnect(app: &App, was: &StaffMember) {
    let was = Person { id: was.id.clone(), roles: was.roles.iter().cloned().collect() };
    live::close(app, &Scope::of(&was), Whose::Person(was.id)).await;
}

/// Returns the updates that wait for a second person, of an entity or of all.
async fn waiting(
    app: &App,
    who: &SignedIn,
    entity: Option<&Slug>,
) -> Result<Vec<StaffRequest>, ApiError> {
    let db = app.db()?;
    let requests = staff_requests::waiting(&db, entity, app.now).await?;
    shown(&db, who, requests).await
}

/// Returns requests as the signed-in person sees them.
async fn shown(
    db: &Database,
    who: &SignedIn,
    requests: Vec<staff_requests::StaffRequest>,
) -> Result<Vec<StaffRequest>, ApiError> {
    let askers: Vec<_> = requests.iter().map(|request| &request.asked_by).collect();
    let names = store::case::detail::names(db, &askers).await?;
    let mut shown = Vec::new();
    for request in &requests {
        let staff_requests::StaffRequest { staff, entity, asked_by, update, .. } = request;
        let (was, here) = (store::access::people::by_id(db, staff).await?, entity.as_ref());
        let (was, except) = (was.as_ref(), store::list(&[staff, asked_by])?);
        let introduction = introduced(db, staff, here).await?;
        let name = introduction.map_or_else(|| update.name.clone(), |introduced| introduced.name);
        shown.push(StaffRequest {
            request: request.id.clone(),
            asked_by: asked_by.clone(),
            asked_by_name: names.get(asked_by).cloned().unwrap_or_default(),
            expires_at: request.expires_at,
            entity: entity.clone(),
            name,
            email: update.email.clone(),
            given: update.given(was, here).into_iter().collect(),
            taken: update.taken(was, here).into_iter().collect(),
            may_confirm: update.may_be_confirmed_by(&who.person, (asked_by, staff), was, here),
            confirmers: staff_requests::confirmers(db, here, &except).await?,
        });
    }
    Ok(shown)
}

/// Returns what the entity has entered, and what it enters now, about a person whom others have
/// known before.
async fn introduction(
    db: &Database,
    whom: &Whom,
    here: Option<&Slug>,
    was: Option<&StaffMember>,
    wanted: &StaffUpdate,
) -> Result<(Option<Introduction>, Option<Introduction>), ApiError> {
    let (Some(here), Some(was)) = (here, was) else { return Ok((None, None)) };
    let name = wanted.name.clone();
    if *whom == Whom::New {
        return Ok((None, Some(Introduction { name, version: was.version })));
    }
    let known = introduced(db, &was.id, Some(here)).await?;
    let renamed = known.as_ref().map(|known| Introduction { name, version: known.version });
    Ok((known, renamed))
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
