//! `POST /participations/{reference}/rating`: how content the customer is with the handling.

use axum::{
    body::Body,
    extract::{Path, State},
    response::Response,
};
use domain::{customer, wire};
use http::{HeaderMap, StatusCode};

use super::Call;
use crate::{error::ApiError, state::App};

/// Says how content its author is with the handling; the last word counts.
#[utoipa::path(post, path = "/api/v1/participations/{reference}/rating", request_body = wire::Rating,
    params(
        ("reference" = String, Path, description = "Twelve digits of any script, with spaces or hyphens anywhere", example = "2604-8317-5526"),
        ("Idempotency-Key" = Option<String>, Header, description = "A UUID that stays the same with every retry",
            pattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", example = "7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b7"),
    ),
    security(("tracking_key" = [])),
    responses(
        (status = 200, body = wire::Status, description = "How it stands"),
        (status = 401, description = "The tracking key is missing or doesn't open this participation", headers(("WWW-Authenticate" = String))),
        (status = 404, description = "No participation has this number"),
        (status = 409, description = "It hasn't been answered; or the first request under this key is still being worked on"),
        (status = 413, description = "More than 64 KiB"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Something in it can't be accepted; `errors` says what and where. Or the key came with another body before"),
        (status = 429, description = "Too many wrong guesses from this address, or too much was done to this participation today"),
        (status = 507, description = "The store is full"),
    ))]
#[worker::send]
pub(crate) async fn rate(
    State(app): State<App>,
    Path(typed): Path<String>,
    headers: HeaderMap,
    sent: Body,
) -> Result<Response, ApiError> {
    let call = Call { app: &app, headers: &headers, typed: &typed, name: "rating" };
    call.answer(sent, customer::rating, StatusCode::OK).await
}
