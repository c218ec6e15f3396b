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
