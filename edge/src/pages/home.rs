//! `GET /`: all entities, a search by name, and the look-up of a reference number.

use axum::{
    Extension,
    extract::{Query, RawQuery},
    response::Response,
};
use form::Language;
use http::{HeaderMap, StatusCode};
use pages::entities::{self, Home};
use serde::Deserialize;

use super::{document, error_page};
use crate::{error::ApiError, state::App, store};

/// Query of the search.
#[derive(Deserialize)]
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
    headers: HeaderMap,
) -> Response {
    let language = document::language(search.lang.as_deref(), &headers);
    page(&app, &search.q, query.as_deref(), language)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, &headers))
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
