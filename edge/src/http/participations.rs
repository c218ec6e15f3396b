//! `POST /participations`: somebody has something to say.

use axum::{
    Json,
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    idempotency::{self, IdempotencyKey},
    wire,
};
use futures_util::StreamExt;
use http::{
    HeaderMap, StatusCode,
    header::{CONTENT_LENGTH, LOCATION},
};

use super::{header, media_type, progress::Turn};
use crate::{
    client, cors,
    error::ApiError,
    gate::Passport,
    intake::{self, Sender},
    state::App,
};

/// The largest body, in bytes: the longest texts in any script fit in half of it.
const BODY_MAX: usize = 64 * 1024;

/// Sends a suggestion, an observation or a complaint. Sending again under the same key gives the same acknowledgement.
#[utoipa::path(post, path = "/api/v1/participations", request_body = wire::Submission,
    params(
        ("Idempotency-Key" = String, Header, description = "A UUID that stays the same with every retry of this submission",
            pattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", example = "7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b7"),
        ("Proof" = Option<String>, Header, description = "Above the soft limit: `<token>:<number>`, see `challenge` in the problem"),
    ),
    responses(
        (status = 201, body = wire::Acknowledgement, headers(("Location" = String, description = "The page to follow it up on"))),
        (status = 400, description = "The key is missing or no UUID, or the body is no JSON of this shape"),
        (status = 403, description = "Pages of this origin may not send to this entity"),
        (status = 409, description = "The first request under this key is still being worked on", headers(("Retry-After" = u32))),
        (status = 413, description = "More than 64 KiB"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Something in it can't be accepted; `errors` says what and where. Or the key came with another body before"),
        (status = 429, description = "Too many today, or `proof-required`: the same request with a proof of work is taken"),
        (status = 507, description = "The store is full"),
    ))]
#[worker::send]
pub(crate) async fn submit(State(app): State<App>, headers: HeaderMap, body: Body) -> Result<Response, ApiError> {
    if media_type(&headers) != "application/json" {
        return Err(ApiError::UnsupportedMediaType("application/json"));
    }
    let body = read(&headers, body).await?;
    let key = header(&headers, "idempotency-key").ok_or(ApiError::IdempotencyKeyMissing)?;
    let key = IdempotencyKey::parse(key)?;
    let sent: wire::Submission = serde_json::from_slice(&body).map_err(|error| ApiError::Malformed(error.to_string()))?;
    let _turn = Turn::take(&key, app.now)?;
    let client = client::hash(&app, &headers);
    let fingerprint = idempotency::fingerprint(&sent);
    let sender = Sender { key: &key, origin: cors::origin_of(&headers), client: &client, fingerprint: &fingerprint };
    let acknowledgement = intake::receive(&app, &sender, Passport::Program(header(&headers, "proof")), sent).await?;
    let location = format!("{}/p/{}", app.config.base_url, acknowledgement.reference);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(acknowledgement)).into_response())
}

/// The body, unless it is too large; what its sender says of its length only spares us reading it.
async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, ApiError> {
    let announced: usize = header(headers, CONTENT_LENGTH).and_then(|length| length.parse().ok()).unwrap_or(0);
    let too_large = ApiError::TooLarge(BODY_MAX as u64);
    if announced > BODY_MAX {
        return Err(too_large);
    }
    let mut stream = body.into_data_stream();
    let mut whole = Vec::with_capacity(announced);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| ApiError::Cut)?;
        if whole.len() + chunk.len() > BODY_MAX {
            return Err(too_large);
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(whole)
}
