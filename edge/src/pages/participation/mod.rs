//! `GET /p/{reference}`: a participation's page, with its public status for anyone with the
//! reference number, and all of it for the bearer of the tracking key. `GET /p` looks one up.

pub(crate) mod act;
pub(crate) mod code;
pub(crate) mod lost;
pub(crate) mod open;
mod sent_form;
pub(crate) mod take_back;

use axum::{
    Extension,
    response::{IntoResponse, Redirect, Response},
};
use domain::{case::timeline, reference::Reference};
use form::Language;
use http::StatusCode;
use pages::participation::{self, Key, Participation, Refused};
use serde::Deserialize;

use super::{document, error_page};
use crate::{
    directory,
    error::ApiError,
    request::{
        client_id::Client,
        language::AcceptedLanguage,
        path::{Path, Segment},
        query::Query,
        tracking_key::{PageKey, SentTrackingKey},
    },
    service::{asset_manifest, lookup, status},
    state::App,
    store,
};

/// Query of the look-up.
#[derive(Default, Deserialize)]
pub(crate) struct LookUp {
    reference: Option<String>,
    lang: Option<String>,
}

/// Query of the status page. A form that leads back here names its call in `said`.
#[derive(Default, Deserialize)]
pub(crate) struct Shown {
    lang: Option<String>,
    said: Option<String>,
}

/// Reference number as somebody typed it. The page repeats one that nothing has.
pub(crate) struct Typed(String);

impl Segment for Typed {
    const NAMES: &'static [&'static str] = &["reference"];

    fn parse(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

/// Redirects to the status page of a typed reference number, or asks for one.
pub(crate) async fn find(
    Extension(app): Extension<App>,
    Query(query): Query<LookUp>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(query.lang.as_deref());
    let Some(typed) = query.reference else {
        let html = participation::look_up(document::context(&app, language));
        return document::respond(StatusCode::OK, language, html);
    };
    match Reference::parse(&typed) {
        Ok(reference) => {
            Redirect::to(&format!("/p/{reference}?lang={}", language.tag())).into_response()
        }
        Err(_) => unknown(&app, language, &typed),
    }
}

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    typed: Result<Path<Typed>, ApiError>,
    Query(query): Query<Shown>,
    (client, PageKey(key)): (Client, PageKey),
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(query.lang.as_deref());
    let said = query.said.as_deref();
    let reader = Reader { client: &client, key: &key, said, refused: None, language };
    page(&app, typed, &reader)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, AcceptedLanguage(language)))
}

/// Reader of a participation's page.
struct Reader<'a> {
    client: &'a Client,
    key: &'a SentTrackingKey,
    said: Option<&'a str>,
    refused: Option<Refused<'a>>,
    language: Language,
}

async fn page(
    app: &App,
    typed: Result<Path<Typed>, ApiError>,
    reader: &Reader<'_>,
) -> Result<Response, ApiError> {
    let Reader { client, key, said, refused, language } = *reader;
    let Path(Typed(typed)) = typed?;
    let Ok(reference) = Reference::parse(&typed) else {
        return Ok(unknown(app, language, &typed));
    };
    let claim = lookup::Claim::Key(key);
    let found = match lookup::find(app, client, reference, claim).await {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(unknown(app, language, &typed)),
        // Only the script knows the key in the fragment, so it must get a page to try it from.
        Err(error @ ApiError::TooMany(_)) if matches!(key, SentTrackingKey::Absent) => {
            error.log();
            let html = participation::withheld(document::context(app, language), reference, said);
            return Ok(document::respond(error.status(), language, html));
        }
        Err(error) => return Err(error),
    };
    let encoded = match key {
        SentTrackingKey::Given(key) => key.encode(),
        SentTrackingKey::Absent | SentTrackingKey::Unreadable => String::new(),
    };
    let (answer, key, status) = match found.is_opened {
        Some(true) => {
            let status = status::whole(app, reference, &found.whole).await?;
            (StatusCode::OK, Key::Right(&encoded), status)
        }
        Some(false) => {
            let status = status::public(reference, &found.whole);
            (StatusCode::UNAUTHORIZED, Key::Wrong, status)
        }
        None => (StatusCode::OK, Key::Absent, status::public(reference, &found.whole)),
    };
    let mut named: Vec<&str> =
        status.timeline.iter().map(|entry| &*entry.entity).chain([&*status.entity]).collect();
    named.sort_unstable();
    named.dedup();
    let sent_to = Participation::sent_to(&status);
    let entities =
        store::entity::directory::names(&app.db()?.any_replica(), &named, sent_to).await?;
    let (calendar, engine) = (app.calendar(), asset_manifest::widget(app).await?);
    let is_unclassified = status.content.as_ref().is_some_and(|content| content.unclassified);
    let directory = if is_unclassified { Some(directory::current(app, None).await?) } else { None };
    let choices = directory.as_ref().map(|all| &*all.directory.entities).unwrap_or_default();
    let shown = Participation {
        status: &status,
        key,
        entities: &entities,
        choices,
        said,
        headline: timeline::headline(&found.whole.history),
        refused,
        now: app.now,
        engine: &engine,
        calendar: &calendar,
    };
    let html = participation::page(document::context(app, language), &shown);
    let answer = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { answer };
    Ok(document::respond(answer, language, html))
}

/// Answers 404 for a number that no participation has.
fn unknown(app: &App, language: Language, typed: &str) -> Response {
    let html = participation::unknown(document::context(app, language), typed);
    document::respond(StatusCode::NOT_FOUND, language, html)
}

/// Returns the address of a participation's page, which says what was done.
fn address(reference: Reference, language: Language, said: &str) -> String {
    format!("/p/{reference}?lang={}&said={said}", language.tag())
}
