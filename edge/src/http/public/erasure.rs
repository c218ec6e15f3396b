//! `DELETE /participations/{reference}`: erasure of a participation by its author.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use http::StatusCode;

use super::author::Claim;
use crate::{error::ApiError, service::erasure, state::App};

/// Erases the text, the contact and the attachments, also those of the suggestion that was sent
/// with it. The history stays: that something was sent, and how it was handled.
#[cfg_attr(test, utoipa::path(delete, path = "/api/v1/participations/{reference}", operation_id = "erase_participation",
    security(("tracking_key" = [])),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "The tracking key is missing or doesn't open this participation"),
        (status = 404, description = "No participation has this number"),
        (status = 429, description = "Too many wrong guesses from this address today"),
    )))]
#[worker::send]
pub(crate) async fn erase(
    Extension(app): Extension<App>,
    claim: Claim,
) -> Result<Response, ApiError> {
    let reference = claim.checked(&app).await?;
    erasure::erase(&app, reference).await?;
    // The hourly cron job deletes the rest.
    erasure::remove_media(&app).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
