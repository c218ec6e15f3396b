//! `GET /console/reports` and `…/{entity}`: a report of a period on two pages, for those who see
//! figures. `POST` to the same address says whether the person wants each month's report by mail.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::{access::policy::Scope, slug::Slug, staff_notice::WantedNotices};
use http::{StatusCode, Uri, header::LOCATION};
use pages::report as view;
use serde::Deserialize;

use super::{document, figures};
use crate::{
    error::ApiError,
    request::{
        language::AcceptedLanguage,
        path::Path,
        query::{CallQuery, Query},
        session::SignedIn,
    },
    service::figures::report::{self, Asked},
    state::App,
};

/// Query of the page.
#[derive(Default, Deserialize)]
pub(crate) struct Shown {
    period: Option<String>,
    lang: Option<String>,
}

/// Returns the report of all entities that the person sees.
#[worker::send]
pub(crate) async fn of_all(
    Extension(app): Extension<App>,
    session: Result<SignedIn, ApiError>,
    Query(shown): Query<Shown>,
    accepted: AcceptedLanguage,
    address: Uri,
) -> Response {
    answer(&app, session.map(|who| (who, None)), shown, (accepted, &address)).await
}

/// Returns the report of an entity.
#[worker::send]
pub(crate) async fn of_entity(
    Extension(app): Extension<App>,
    session: Result<SignedIn, ApiError>,
    entity: Result<Path<Slug>, ApiError>,
    Query(shown): Query<Shown>,
    accepted: AcceptedLanguage,
    address: Uri,
) -> Response {
    let asked = session.and_then(|who| entity.map(|Path(entity)| (who, Some(entity))));
    answer(&app, asked, shown, (accepted, &address)).await
}

/// Answers a person's request for the report of an entity, or of all.
async fn answer(
    app: &App,
    asked: Result<(SignedIn, Option<Slug>), ApiError>,
    shown: Shown,
    (accepted, address): (AcceptedLanguage, &Uri),
) -> Response {
    let lang = shown.lang.clone();
    let answer = match asked {
        Ok((who, entity)) => page(app, &who, entity, shown, accepted).await,
        Err(error) => Err(error),
    };
    figures::finish(app, answer, (lang.as_deref(), accepted, address))
}

/// Query of the choice of mails.
#[derive(Deserialize)]
pub(crate) struct Mails {
    monthly: bool,
    period: Option<String>,
    lang: Option<String>,
}

/// Stores whether the person wants each month's report by mail, and leads back to the report.
#[worker::send]
pub(crate) async fn mail(
    Extension(app): Extension<App>,
    who: SignedIn,
    CallQuery(mails): CallQuery<Mails>,
    address: Uri,
) -> Result<Response, ApiError> {
    if Scope::of_figures(&who.person).is_empty() {
        return Err(ApiError::Forbidden);
    }
    let notices = WantedNotices { monthly: Some(mails.monthly), ..who.notices };
    report::prefer(&app, &who, who.language, notices).await?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("period", mails.period), ("lang", mails.lang)] {
        query.extend_pairs(value.map(|value| (name, value)));
    }
    let back = [address.path(), "?", &query.finish()].concat();
    Ok((StatusCode::SEE_OTHER, [(LOCATION, back)]).into_response())
}

async fn page(
    app: &App,
    who: &SignedIn,
    entity: Option<Slug>,
    Shown { period, lang }: Shown,
    accepted: AcceptedLanguage,
) -> Result<Response, ApiError> {
    let language = figures::language(who, lang.as_deref(), accepted);
    // A period that nobody can read is that of a page without one.
    let period = period.filter(|text| domain::figures::period::Period::parse(text).is_ok());
    let report = report::read(app, &who.person, &Asked { entity, period, lang }).await?;
    let by_mail = who.notices.monthly == Some(true);
    let html = view::page(document::context(app, language), report, by_mail);
    Ok(document::respond_with_report(language, html))
}
