//! `GET /console/figures`, `…/{entity}` and `…/{entity}/{service}`: the dashboard. Decision makers
//! and auditors see all entities, supervisors and administrators their own.

mod assemble;
mod counted;

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::{
    access::policy::{Permission, Scope, has_figures_alone},
    bilingual::Named,
    figures::tally::{Slice, Span},
    slug::Slug,
    wire::DirectoryEntity,
};
use form::Language;
use http::{StatusCode, Uri, header::LOCATION};
use pages::figures::{self as view, Choice, ChoiceQuery, Place};

use super::{document, error_page};
use crate::{
    directory,
    error::ApiError,
    request::{
        language::AcceptedLanguage,
        path::{Path, Service},
        query::Query,
        session::SignedIn,
    },
    service::figures,
    state::App,
};
use assemble::{Reader, assemble};

/// Address of the figures of all entities.
pub(super) const ADDRESS: &str = "/console/figures";

/// Returns the figures of all entities that the person sees, or leads to those of the only one.
#[worker::send]
pub(crate) async fn of_all(
    Extension(app): Extension<App>,
    session: Result<SignedIn, ApiError>,
    Query(query): Query<ChoiceQuery>,
    accepted: AcceptedLanguage,
    address: Uri,
) -> Response {
    let asked = Asked { query, accepted, address };
    let answer = match session {
        Ok(who) => all(&app, &who, &asked).await,
        Err(error) => Err(error),
    };
    finish(&app, answer, asked.parts())
}

/// Returns the figures of an entity.
#[worker::send]
pub(crate) async fn of_entity(
    Extension(app): Extension<App>,
    session: Result<SignedIn, ApiError>,
    entity: Result<Path<Slug>, ApiError>,
    Query(query): Query<ChoiceQuery>,
    accepted: AcceptedLanguage,
    address: Uri,
) -> Response {
    let asked = Asked { query, accepted, address };
    let answer = match (session, entity) {
        (Ok(who), Ok(Path(entity))) => one(&app, &who, &asked, (&entity, None)).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    finish(&app, answer, asked.parts())
}

/// Returns the figures of a service.
#[worker::send]
pub(crate) async fn of_service(
    Extension(app): Extension<App>,
    session: Result<SignedIn, ApiError>,
    entity: Result<Path<Slug>, ApiError>,
    service: Result<Path<Service>, ApiError>,
    Query(query): Query<ChoiceQuery>,
    accepted: AcceptedLanguage,
    address: Uri,
) -> Response {
    let asked = Asked { query, accepted, address };
    let answer = match (session, entity, service) {
        (Ok(who), Ok(Path(entity)), Ok(Path(Service(service)))) => {
            one(&app, &who, &asked, (&entity, Some(&service))).await
        }
        (Err(error), ..) | (_, Err(error), _) | (_, _, Err(error)) => Err(error),
    };
    finish(&app, answer, asked.parts())
}

/// Parts of a request for a page of figures.
struct Asked {
    query: ChoiceQuery,
    accepted: AcceptedLanguage,
    address: Uri,
}

impl Asked {
    /// Returns what an answer depends on besides the figures.
    fn parts(&self) -> (Option<&str>, AcceptedLanguage, &Uri) {
        (self.query.lang.as_deref(), self.accepted, &self.address)
    }

    /// Returns the language that the address names, or that of the person.
    fn language(&self, who: &SignedIn) -> Language {
        language(who, self.query.lang.as_deref(), self.accepted)
    }
}

/// Returns the language that an address names, or that of the person.
pub(super) fn language(
    who: &SignedIn,
    named: Option<&str>,
    accepted: AcceptedLanguage,
) -> Language {
    let own = Language::parse(who.language.tag()).unwrap_or(accepted.0);
    view::language(AcceptedLanguage(own).unless(named))
}

async fn all(app: &App, who: &SignedIn, asked: &Asked) -> Result<Response, ApiError> {
    let scope = Scope::of_figures(&who.person);
    if let Scope::Of(entities) = &scope {
        let mut entities = entities.iter();
        match (entities.next(), entities.next()) {
            (None, _) => return Err(ApiError::Forbidden),
            (Some(only), None) => {
                let query = asked.address.query().map(|query| ["?", query].concat());
                let query = query.unwrap_or_default();
                return Ok(lead([ADDRESS, "/", only.as_str(), &query].concat()));
            }
            _ => {}
        }
    }
    let snapshot = directory::current(app, None).await?;
    let seen = |entity: &&DirectoryEntity| {
        Slug::parse(&entity.id).is_ok_and(|entity| scope.includes(&entity))
    };
    let entities = snapshot.directory.entities.iter().filter(seen);
    let members = entities.filter_map(|entity| named(&entity.id, &entity.name)).collect();
    let place = if scope == Scope::All { Place::All } else { Place::Several };
    show(app, who, asked, &scope, (place, members)).await
}

async fn one(
    app: &App,
    who: &SignedIn,
    asked: &Asked,
    (entity, service): (&Slug, Option<&Slug>),
) -> Result<Response, ApiError> {
    who.require(Permission::SeeFigures(entity))?;
    let listed = directory::entity(app, entity.as_str(), None).await?;
    let scope = Scope::Of([entity.clone()].into());
    let name = (entity.clone(), listed.name.clone());
    let (place, members) = if let Some(service) = service {
        let found = listed.service(service.as_str()).ok_or(ApiError::NotFound)?;
        let service = (service.clone(), found.name.clone());
        (Place::Service { entity: name, service }, Vec::new())
    } else {
        let services =
            listed.services.iter().flat_map(|main| std::iter::once(main).chain(&main.services));
        let services = services.filter_map(|service| named(&service.id, &service.name));
        (Place::Entity(name.0, name.1), services.collect())
    };
    show(app, who, asked, &scope, (place, members)).await
}

fn named(id: &str, name: &Named) -> Option<(Slug, Named)> {
    Some((Slug::parse(id).ok()?, name.clone()))
}

/// Reads the figures of a place and renders its page. `members` are its entities or services.
async fn show(
    app: &App,
    who: &SignedIn,
    asked: &Asked,
    scope: &Scope,
    (place, members): (Place, Vec<(Slug, Named)>),
) -> Result<Response, ApiError> {
    let today = app.calendar().local(app.now).date();
    let mut choice = Choice::of(&asked.query, today);
    let entity = match &place {
        Place::All | Place::Several => None,
        Place::Entity(entity, _) => Some(entity),
        Place::Service { entity: (entity, _), service: (service, _) } => {
            choice = choice.of_service(service.clone());
            Some(entity)
        }
    };
    if let Some(cases) = choice.cases {
        return counted::page(app, who, asked.language(who), cases, (place, choice)).await;
    }
    // The months of all entities by channel or language would be too many rows.
    let course = match (entity, &choice.slice) {
        (None, Slice::All) => "",
        (Some(_), Slice::All) => "service",
        (_, slice) => slice.dimension(),
    };
    let now = (app.now, Span::month_of(today), &*today.to_string());
    let period = choice.period.span();
    let course = (course, matches!(place, Place::All));
    let read = figures::dashboard(&app.db()?, period, entity, course, now).await?;
    let cases = Scope::of(&who.person);
    let reader = Reader {
        today,
        now: app.now,
        scope: scope.clone(),
        reads_cases: entity.map_or(cases == Scope::All, |entity| cases.includes(entity)),
        has_console: !has_figures_alone(&who.person),
        sees_all: Scope::of_figures(&who.person) == Scope::All,
    };
    let language = asked.language(who);
    let figures = assemble(&read, &reader, choice, place, members);
    let html = view::page(document::context(app, language), figures);
    Ok(document::respond_with_figures(language, html))
}

/// Leads people without a session to the sign-in and back, and says to others that these figures
/// aren't theirs.
pub(super) fn finish(
    app: &App,
    answer: Result<Response, ApiError>,
    (lang, accepted, address): (Option<&str>, AcceptedLanguage, &Uri),
) -> Response {
    let error = match answer {
        Ok(response) => return response,
        Err(error) => error,
    };
    match error {
        ApiError::SignIn => {
            let path = address.path_and_query().map_or(ADDRESS, |address| address.as_str());
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("to", path);
            lead(["/console/sign-in?", &query.finish()].concat())
        }
        ApiError::Forbidden => {
            let language = view::language(accepted.unless(lang));
            let html = view::refusal(document::context(app, language));
            document::respond(StatusCode::FORBIDDEN, language, html)
        }
        error => error_page::failure(app, &error, accepted),
    }
}

/// Redirects to another address.
fn lead(address: String) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response()
}
