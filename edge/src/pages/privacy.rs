//! `GET /privacy`: what is kept, where, how long, who reads it, and how to have it erased.

use axum::{Extension, response::Response};
use http::StatusCode;
use serde::Deserialize;

use super::document;
use crate::{
    request::{language::AcceptedLanguage, query::Query},
    state::App,
};

/// Query of the page.
#[derive(Default, Deserialize)]
pub(crate) struct Shown {
    lang: Option<String>,
}

pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(query): Query<Shown>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(query.lang.as_deref());
    let html = pages::privacy::page(document::context(&app, language));
    document::respond(StatusCode::OK, language, html)
}
