//! `GET /participations/{reference}`: status of a participation, with its content for the bearer of
//! the tracking key.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::reference::Reference;

use crate::{
    error::ApiError,
    request::{client_id::Client, etag::Conditions, path::Path, tracking_key::SentTrackingKey},
    service::{lookup, status},
    state::App,
};

/// Returns the status of a participation. With its tracking key, the status includes the content.
#[cfg_attr(test, utoipa::path(get, path = "/api/v1/participations/{reference}", operation_id = "get_participation",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of what the client has already")),
    security((), ("tracking_key" = [])),
    responses(
        (status = 200, body = domain::wire::Status, headers(("Cache-Control" = String))),
        (status = 304, description = "The client has it already", headers(("ETag" = String))),
        (status = 401, description = "The tracking key doesn't open this participation"),
        (status = 404, description = "No participation has this number"),
        (status = 429, description = "Too many wrong guesses from this address today"),
    )))]
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    Path(reference): Path<Reference>,
    client: Client,
    key: SentTrackingKey,
    conditions: Conditions,
) -> Result<Response, ApiError> {
    let claim = lookup::Claim::Key(&key);
    let found = lookup::find(&app, &client, reference, claim).await?.ok_or(ApiError::NotFound)?;
    let whole = found.whole;
    match found.is_opened {
        Some(false) => Err(ApiError::TrackingKey),
        // A response with the content is never cached; the public status is revalidated before each
        // use.
        Some(true) => Ok(Json(status::whole(&app, reference, &whole).await?).into_response()),
        None => conditions.json(&status::public(reference, &whole), "private, no-cache"),
    }
}
