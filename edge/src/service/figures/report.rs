//! Reports: the figures of a place and a period in all forms. Page, call, CSV and spreadsheet are
//! made of what [`read`] returns.

use domain::{
    Date,
    access::policy::{self, Permission, Scope},
    figures::{
        period::{Month, Period},
        tally::Span,
    },
    open_data::release::ReleaseId,
    slug::Slug,
    staff::Person,
    staff_notice::WantedNotices,
    wire::console::Language,
};
use pages::{
    figures::Place,
    report::{Closed, Report},
};
use serde::Deserialize;

use crate::{
    directory,
    error::ApiError,
    request::session::SignedIn,
    service::{
        asset_manifest,
        figures::{By, Question, answers, releases},
    },
    state::App,
    store::{access::staff, figures::lessons},
};

/// Query of a report.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Asked {
    pub(crate) entity: Option<Slug>,
    pub(crate) period: Option<String>,
    pub(crate) lang: Option<String>,
}

/// Reads a report: of an entity, or of all entities that the person sees. Without a period it is
/// that of the last full month.
pub(crate) async fn read(app: &App, person: &Person, asked: &Asked) -> Result<Report, ApiError> {
    let (place, scope) = place(app, person, asked.entity.as_ref()).await?;
    let today = app.calendar().local(app.now).date();
    let period = match asked.period.as_deref() {
        None => Period::Month(Month::of(today).earlier(1)),
        Some(text) => {
            Period::parse(text).map_err(|error| ApiError::Malformed(error.to_string()))?
        }
    };
    let question = Question {
        period: period.span(),
        entity: asked.entity.as_ref(),
        kind: None,
        by: None,
        scope: &scope,
        now: Span::month_of(today),
    };
    let db = app.db()?;
    let figures = answers(&db, &question, &[(None, None), (Some(By::Kind), None)]).await?;
    let first_to_last = period.days().unwrap_or([Date::constant(2000, 1, 1), today]);
    let mut lessons = lessons::published(&db, asked.entity.as_ref(), first_to_last).await?;
    lessons.retain(|lesson| scope.includes(&lesson.entity));
    Ok(Report {
        place,
        lessons,
        period,
        today,
        read_at: app.now,
        figures,
        closed: closed(app, period.span()).await?,
        engine: asset_manifest::spreadsheet(app).await?,
    })
}

/// Reads the report of the latest month that was closed: of the entity whose figures the person
/// sees, or of all that they see. Returns `None` for whoever sees none, and before the first
/// closing.
pub(crate) async fn of_latest(app: &App, person: &Person) -> Result<Option<Report>, ApiError> {
    let entity = match Scope::of_figures(person) {
        Scope::All => None,
        Scope::Of(entities) => match entities.len() {
            0 => return Ok(None),
            1 => entities.into_iter().next(),
            _ => None,
        },
    };
    let Some(latest) = releases::list(app).await?.ids().next() else { return Ok(None) };
    let period = Some(latest.month().to_string());
    read(app, person, &Asked { entity, period, lang: None }).await.map(Some)
}

/// Stores a person's preferences. Whoever asks for reports gets those of the months after the
/// latest one that has a release: a month that may be closed need not have been closed yet.
pub(crate) async fn prefer(
    app: &App,
    who: &SignedIn,
    language: Language,
    notices: WantedNotices,
) -> Result<(), ApiError> {
    let latest = releases::list(app).await?.ids().next();
    let closed = latest.map(|latest| latest.month().to_string()).unwrap_or_default();
    Ok(staff::prefer(&app.db()?, &who.person.id, language, notices, &closed).await?)
}

/// Returns the place of a report, and the entities whose figures it shows.
async fn place(
    app: &App,
    person: &Person,
    entity: Option<&Slug>,
) -> Result<(Place, Scope), ApiError> {
    if let Some(entity) = entity {
        if !policy::may(person, Permission::SeeFigures(entity)) {
            return Err(ApiError::Forbidden);
        }
        let name = directory::entity(app, entity.as_str(), None).await?.name.clone();
        return Ok((Place::Entity(entity.clone(), name), Scope::Of([entity.clone()].into())));
    }
    match Scope::of_figures(person) {
        Scope::All => Ok((Place::All, Scope::All)),
        Scope::Of(entities) if entities.is_empty() => Err(ApiError::Forbidden),
        scope @ Scope::Of(_) => Ok((Place::Several, scope)),
    }
}

/// Returns the release that closed a period, if there is one.
async fn closed(app: &App, period: Span) -> Result<Option<Closed>, ApiError> {
    let listed = releases::list(app).await?;
    let Some(id) = ReleaseId::closing(period, listed.ids()) else { return Ok(None) };
    let id = id.to_string();
    let release = listed.releases.into_iter().find(|release| release.id == id);
    Ok(release.map(|release| Closed {
        id,
        day: app.calendar().local(release.closed_at).date(),
        guide: release.guide,
    }))
}
