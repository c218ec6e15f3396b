//! `GET /entities` and `GET /entities/{id}`: directory of entities and their services.

use axum::{Extension, response::Response};
use domain::slug::Slug;

use crate::{
    directory,
    error::ApiError,
    request::{etag::Conditions, freshness::Freshness, path::Path},
    state::App,
};

/// Returns every entity with its services.
#[cfg_attr(test, utoipa::path(get, path = "/api/v1/entities", operation_id = "list_entities",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the client has already")),
    responses(
        (status = 200, body = domain::wire::Directory, headers(("ETag" = String), ("Cache-Control" = String))),
        (status = 304, description = "The client has it already", headers(("ETag" = String))),
    )))]
#[worker::send]
pub(crate) async fn all(
    Extension(app): Extension<App>,
    conditions: Conditions,
    freshness: Freshness,
) -> Result<Response, ApiError> {
    let snapshot = directory::current(&app, freshness.changed).await?;
    conditions.json(&snapshot.directory, freshness.cache_control())
}

/// Returns one entity with its services.
#[cfg_attr(test, utoipa::path(get, path = "/api/v1/entities/{id}", operation_id = "get_entity",
    params(
        ("id" = String, Path, description = "The entity's short name", example = "rta"),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the client has already"),
    ),
    responses(
        (status = 200, body = domain::wire::DirectoryEntity, headers(("ETag" = String), ("Cache-Control" = String))),
        (status = 304, description = "The client has it already", headers(("ETag" = String))),
        (status = 404, description = "There is no such entity"),
    )))]
#[worker::send]
pub(crate) async fn one(
    Extension(app): Extension<App>,
    Path(entity): Path<Slug>,
    conditions: Conditions,
    freshness: Freshness,
) -> Result<Response, ApiError> {
    let entity = directory::entity(&app, entity.as_str(), freshness.changed).await?;
    conditions.json(&entity, freshness.cache_control())
}
