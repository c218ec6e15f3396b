//! `GET /open`: open figures of released months. It reads releases alone.

use axum::{Extension, response::Response};
use domain::{
    open_data::release::ReleaseId,
    wire::{ReleasedFigures, Releases},
};
use form::Language;
use http::StatusCode;
use pages::open::{self, Open};
use serde::Deserialize;

use super::{document, error_page};
use crate::{
    error::ApiError,
    request::{language::AcceptedLanguage, query::Query},
    service::figures::releases,
    state::App,
};

/// Query of the page.
#[derive(Default, Deserialize)]
pub(crate) struct Shown {
    lang: Option<String>,
    /// Release to show; the latest if there is none.
    release: Option<String>,
}

#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Query(query): Query<Shown>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = open::language(accepted.unless(query.lang.as_deref()));
    let chosen = query.release.as_deref().and_then(ReleaseId::parse);
    page(&app, language, chosen)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, accepted))
}

async fn page(
    app: &App,
    language: Language,
    chosen: Option<ReleaseId>,
) -> Result<Response, ApiError> {
    let listed = releases::list(app).await?;
    let mut ids: Vec<ReleaseId> = listed.ids().collect();
    if let Some(place) = ids.iter().position(|id| Some(*id) == chosen) {
        ids.drain(..place);
    }
    let latest = released(app, &listed, ids.first()).await?;
    // A month alone has no figures of entities.
    let quarter = ids.iter().find(|id| id.periods().len() > 1);
    let of_entities =
        if quarter == ids.first() { None } else { released(app, &listed, quarter).await? };
    let data = Open {
        releases: &listed,
        latest: latest.as_ref(),
        of_entities: of_entities.as_ref().or(latest.as_ref()),
    };
    let html = open::page(document::context(app, language), data);
    Ok(document::respond(StatusCode::OK, language, html))
}

async fn released(
    app: &App,
    listed: &Releases,
    id: Option<&ReleaseId>,
) -> Result<Option<ReleasedFigures>, ApiError> {
    match id {
        Some(id) => releases::released(app, listed, *id).await,
        None => Ok(None),
    }
}
