//! `GET /guide/{version}.json`: a version of the unified guide. The same route leads to the pages
//! of a version and of an entity, since a pattern takes a whole segment.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::{guide, wire::Guide};

use crate::{
    error::ApiError,
    pages::{self, guide::Shown},
    request::{
        etag::Conditions,
        freshness::Freshness,
        language::AcceptedLanguage,
        path::{GuidePart, Path},
        query::Query,
    },
    state::App,
};

/// Caching of a version: by anyone, and asked for again after five minutes.
const CACHE_CONTROL: &str = "public, max-age=300";

/// Returns a version of the unified guide: what all entities promise, and the rules by which they
/// handle participations.
#[cfg_attr(test, utoipa::path(get, path = "/guide/{version}.json", operation_id = "get_guide",
    params(
        ("version" = u16, Path, description = "The version's number, which a status names", example = 1),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the client has already"),
    ),
    responses(
        (status = 200, body = Guide, headers(("ETag" = String), ("Cache-Control" = String))),
        (status = 304, description = "The client has it already", headers(("ETag" = String))),
        (status = 404, description = "There is no such version"),
    )))]
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    part: Result<Path<GuidePart>, ApiError>,
    Query(query): Query<Shown>,
    freshness: Freshness,
    conditions: Conditions,
    accepted: AcceptedLanguage,
) -> Response {
    match part {
        Ok(Path(GuidePart::Data(version))) => {
            data(version, &conditions).unwrap_or_else(IntoResponse::into_response)
        }
        Ok(Path(GuidePart::Version(version))) => {
            pages::guide::version(&app, version, &query, &freshness, accepted).await
        }
        Ok(Path(GuidePart::Entity(entity))) => {
            pages::guide::entity(&app, &entity, &query, &freshness, accepted).await
        }
        Err(error) => pages::error_page::failure(&app, &error, accepted),
    }
}

fn data(version: u16, conditions: &Conditions) -> Result<Response, ApiError> {
    let edition = guide::edition(version).ok_or(ApiError::NotFound)?;
    conditions.json(&Guide::from(edition), CACHE_CONTROL)
}
