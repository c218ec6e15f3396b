//! `GET /p/{reference}`: the public status of a participation, for anyone with its reference
//! number. `GET /p` looks one up.

pub(crate) mod lost;

use axum::{
    Extension,
    extract::{Path, Query},
    response::{IntoResponse, Redirect, Response},
};
use domain::reference::Reference;
use form::Language;
use http::{HeaderMap, StatusCode};
use pages::participation::{self, Participation};
use serde::Deserialize;

use super::{document, error_page};
use crate::{
    error::ApiError,
    service::{lookup, status},
    state::App,
    store,
};

/// Query of the look-up.
#[derive(Deserialize)]
pub(crate) struct LookUp {
    reference: Option<String>,
    lang: Option<String>,
}

/// Query of the status page. A form that leads back here names its call in `said`.
#[derive(Deserialize)]
pub(crate) struct Shown {
    lang: Option<String>,
    said: Option<String>,
}

/// Redirects to the status page of a typed reference number, or asks for one.
pub(crate) async fn find(
    Extension(app): Extension<App>,
    Query(query): Query<LookUp>,
    headers: HeaderMap,
) -> Response {
    let language = document::language(query.lang.as_deref(), &headers);
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
    Path(typed): Path<String>,
    Query(query): Query<Shown>,
    headers: HeaderMap,
) -> Response {
    let language = document::language(query.lang.as_deref(), &headers);
    page(&app, &headers, &typed, query.said.as_deref(), language)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
}

async fn page(
    app: &App,
    headers: &HeaderMap,
    typed: &str,
    said: Option<&str>,
    language: Language,
) -> Result<Response, ApiError> {
    let Ok(reference) = Reference::parse(typed) else {
        return Ok(unknown(app, language, typed));
    };
    let Some(whole) = lookup::find(app, headers, reference).await? else {
        return Ok(unknown(app, language, typed));
    };
    let status = status::public(reference, &whole);
    let mut named: Vec<&str> =
        status.timeline.iter().map(|entry| &*entry.entity).chain([&*status.entity]).collect();
    named.sort_unstable();
    named.dedup();
    let sent_to = Participation::sent_to(&status);
    let entities = store::entity::directory::names(&app.db()?, &named, sent_to).await?;
    let calendar = app.calendar();
    let shown = Participation {
        status: &status,
        entities: &entities,
        said,
        now: app.now,
        calendar: &calendar,
    };
    let html = participation::page(document::context(app, language), &shown);
    Ok(document::respond(StatusCode::OK, language, html))
}

/// Answers 404 for a number that no participation has.
fn unknown(app: &App, language: Language, typed: &str) -> Response {
    let html = participation::unknown(document::context(app, language), typed);
    document::respond(StatusCode::NOT_FOUND, language, html)
}
