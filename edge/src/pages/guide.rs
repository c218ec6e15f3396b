//! `GET /guide`: the unified guide. `/guide/{version}` is one version of it, `/guide/{entity}` has
//! the promises of an entity beside it.

use axum::{Extension, response::Response};
use domain::{
    guide::{self, Edition},
    slug::Slug,
    wire::ReleasedFigures,
};
use form::Language;
use http::StatusCode;
use pages::guide::Guide;
use serde::Deserialize;

use super::{document, error_page};
use crate::{
    directory,
    error::ApiError,
    middleware::access_log,
    request::{freshness::Freshness, language::AcceptedLanguage, query::Query},
    service::{entity_policies, figures::releases},
    state::App,
};

/// Query of the pages.
#[derive(Default, Deserialize)]
pub(crate) struct Shown {
    lang: Option<String>,
}

impl Shown {
    /// Returns the language to answer in: Arabic or English.
    fn language(&self, accepted: AcceptedLanguage) -> Language {
        pages::guide::language(accepted.unless(self.lang.as_deref()))
    }
}

/// Answers with the version in force.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(query): Query<Shown>,
    freshness: Freshness,
    accepted: AcceptedLanguage,
) -> Response {
    page(&app, guide::current(), "/guide", (query.language(accepted), &freshness))
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

/// Answers with a version.
pub(crate) async fn version(
    app: &App,
    version: u16,
    query: &Shown,
    freshness: &Freshness,
    accepted: AcceptedLanguage,
) -> Response {
    let Some(edition) = guide::edition(version) else {
        return error_page::failure(app, &ApiError::NotFound, accepted);
    };
    let path = format!("/guide/{version}");
    page(app, edition, &path, (query.language(accepted), freshness))
        .await
        .unwrap_or_else(|error| error_page::failure(app, &error, accepted))
}

/// Answers with the promises of an entity.
pub(crate) async fn entity(
    app: &App,
    entity: &Slug,
    query: &Shown,
    freshness: &Freshness,
    accepted: AcceptedLanguage,
) -> Response {
    entity_page(app, entity, (query.language(accepted), freshness))
        .await
        .unwrap_or_else(|error| error_page::failure(app, &error, accepted))
}

async fn page(
    app: &App,
    edition: &Edition,
    path: &str,
    (language, freshness): (Language, &Freshness),
) -> Result<Response, ApiError> {
    let snapshot = directory::current(app, freshness.changed).await?;
    let editions: Vec<&Edition> = guide::editions().collect();
    let entities = snapshot.directory.entities.clone();
    let released = latest(app).await;
    let shown = Guide { editions: &editions, edition, entities, path, released: released.as_ref() };
    let html = pages::guide::page(document::context(app, language), shown);
    Ok(document::respond(StatusCode::OK, language, html))
}

/// Returns the latest release. Without it, as when it can't be read, the guide is whole but for the
/// values of its indicators.
async fn latest(app: &App) -> Option<ReleasedFigures> {
    let latest = async {
        let listed = releases::list(app).await?;
        match listed.ids().next() {
            Some(id) => releases::released(app, &listed, id).await,
            None => Ok(None),
        }
    };
    match latest.await {
        Ok(latest) => latest,
        Err(error) => {
            access_log::failed("the latest release", &error);
            None
        }
    }
}

async fn entity_page(
    app: &App,
    entity: &Slug,
    (language, freshness): (Language, &Freshness),
) -> Result<Response, ApiError> {
    let named = directory::entity(app, entity.as_str(), freshness.changed).await?;
    let policies = entity_policies::all(app).await?;
    let context = document::context(app, language);
    let html = pages::guide::own_page(context, &named, policies.of(entity));
    Ok(document::respond(StatusCode::OK, language, html))
}
