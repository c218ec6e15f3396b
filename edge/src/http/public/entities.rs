//! `GET /entities` and `GET /entities/{id}`: directory of entities and their services.

use axum::{Extension, extract::Path, response::Response};
use http::HeaderMap;

use crate::{error::ApiError, request::etag, state::App, store};

/// Cache-Control value: public, for five minutes.
const FRESH: &str = "public, max-age=300";

/// Returns every entity with its services.
#[cfg_attr(test, utoipa::path(get, path = "/api/v1/entities",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the client has already")),
    responses(
        (status = 200, body = domain::wire::Directory, headers(("ETag" = String), ("Cache-Control" = String))),
        (status = 304, description = "The client has it already", headers(("ETag" = String))),
    )))]
#[worker::send]
pub(crate) async fn all(
    Extension(app): Extension<App>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    etag::json(&headers, &store::entity::directory::all(&app.db()?).await?, FRESH)
}

/// Returns one entity with its services.
#[cfg_attr(test, utoipa::path(get, path = "/api/v1/entities/{id}",
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
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let entity =
        store::entity::directory::entity(&app.db()?, &id).await?.ok_or(ApiError::NotFound)?;
    etag::json(&headers, &entity, FRESH)
}
