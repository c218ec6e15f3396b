//! `GET /embed`: documentation for web teams, who put the box onto their website. `preview` is the
//! page in its frame.

pub(crate) mod preview;

use axum::{Extension, extract::RawQuery, response::Response};
use domain::wire::console::PinnedLoader;
use form::Language;
use http::StatusCode;
use pages::embed_docs::{self, Choice, ChoiceQuery, EmbedDocs, Pinned};

use super::{document, error_page};
use crate::{
    directory,
    error::ApiError,
    request::{language::AcceptedLanguage, query::Query},
    service::asset_manifest,
    state::App,
};

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(chosen): Query<ChoiceQuery>,
    RawQuery(query): RawQuery,
    accepted: AcceptedLanguage,
) -> Response {
    page(&app, &chosen, query.as_deref(), accepted)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

async fn page(
    app: &App,
    chosen: &ChoiceQuery,
    query: Option<&str>,
    accepted: AcceptedLanguage,
) -> Result<Response, ApiError> {
    let language = language(chosen, accepted);
    let snapshot = directory::current(app, None).await?;
    let entities = snapshot.directory.entities.clone();
    let choice = Choice::of(chosen, &entities).ok_or(ApiError::NotFound)?;
    let PinnedLoader { path, integrity } = asset_manifest::loader(app).await?;
    let pinned = Pinned { path: &path, integrity: &integrity };
    let pasted = chosen.policy.clone().unwrap_or_default();
    let docs = EmbedDocs { choice, entities, pinned, query, pasted };
    let html = embed_docs::page(document::context(app, language), docs);
    Ok(document::respond(StatusCode::OK, language, html))
}

fn language(chosen: &ChoiceQuery, accepted: AcceptedLanguage) -> Language {
    embed_docs::language(accepted.unless(chosen.lang.as_deref()))
}
