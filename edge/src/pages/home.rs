//! `GET /`: all entities, a search by name, and the look-up of a reference number.

use axum::{Extension, extract::RawQuery, response::Response};
use form::Language;
use http::StatusCode;
use pages::entities::{self, Home};
use serde::Deserialize;

use super::{document, error_page};
use crate::{
    error::ApiError,
    request::{language::AcceptedLanguage, query::Query},
    state::App,
    store,
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
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(search.lang.as_deref());
    page(&app, &search.q, query.as_deref(), language)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

async fn page(
    app: &App,
    typed: &str,
    query: Option<&str>,
    language: Language,
) -> Result<Response, ApiError> {
    let entities = store::entity::directory::all(&app.db()?).await?.entities;
    let html = entities::page(document::context(app, language), Home { entities, typed, query });
    Ok(document::respond(StatusCode::OK, language, html))
}
