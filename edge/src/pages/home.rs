//! `GET /`: all entities, a search by name, and the look-up of a reference number.

use axum::{Extension, extract::RawQuery, response::Response};
use form::Language;
use http::StatusCode;
use pages::entities::{self, Home};
use serde::Deserialize;

use super::{document, error_page};
use crate::{
    directory,
    error::ApiError,
    request::{freshness::Freshness, language::AcceptedLanguage, query::Query},
    state::App,
};

/// Query of the search.
#[derive(Default, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    q: String,
    lang: Option<String>,
}

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(search): Query<Search>,
    RawQuery(query): RawQuery,
    freshness: Freshness,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(search.lang.as_deref());
    answer(&app, StatusCode::OK, (&search.q, query.as_deref()), (language, freshness))
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

/// Answers 404 for an entity that doesn't exist, with all that do.
pub(super) async fn without_entity(
    app: &App,
    reader: (Language, Freshness),
) -> Result<Response, ApiError> {
    answer(app, StatusCode::NOT_FOUND, ("", None), reader).await
}

async fn answer(
    app: &App,
    status: StatusCode,
    (typed, query): (&str, Option<&str>),
    (language, freshness): (Language, Freshness),
) -> Result<Response, ApiError> {
    let snapshot = directory::current(app, freshness.changed).await?;
    let entities = snapshot.directory.entities.clone();
    let home = Home { entities, typed, query, is_lost: status == StatusCode::NOT_FOUND };
    let html = entities::page(document::context(app, language), home);
    Ok(document::respond(status, language, html))
}
