//! `POST /participations`: submission of a participation.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::{
    intake::{channel::Channel, idempotency},
    wire,
};
use http::{StatusCode, header::LOCATION};

use crate::{
    error::ApiError,
    request::{
        client_id::Client, headers::Proof, idempotency_key::RequestKey, in_progress::Turn,
        json::JsonBody, origin::PageOrigin, profile_session::MaybeProfile,
    },
    service::{
        intake::{self, Sender},
        rate_limit::ClientKind,
    },
    state::App,
};

/// Sends a suggestion, an observation or a complaint. A repetition with the same Idempotency-Key
/// returns the same acknowledgement.
#[cfg_attr(test, utoipa::path(post, path = "/api/v1/participations", operation_id = "submit_participation", request_body = wire::Submission,
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
    )))]
#[worker::send]
pub(crate) async fn submit(
    Extension(app): Extension<App>,
    RequestKey(key): RequestKey,
    origin: PageOrigin,
    client: Client,
    Proof(proof): Proof,
    session: Result<MaybeProfile, ApiError>,
    sent: JsonBody<wire::Submission>,
) -> Result<Response, ApiError> {
    let _turn = Turn::take(&key, app.now)?;
    let sent = sent.read().await?;
    let client = client.hash(&app);
    let fingerprint = idempotency::fingerprint(&sent);
    let profile = MaybeProfile::id_at(session, &origin, &app);
    let sender = Sender {
        channel: Channel::Web,
        key: &key,
        origin: origin.as_deref(),
        client: &client,
        fingerprint: &fingerprint,
        address: None,
        mention: None,
        profile: profile.as_ref(),
    };
    let acknowledgement =
        intake::receive(&app, &sender, ClientKind::Program(proof.as_deref()), sent).await?;
    let location = format!("{}/p/{}", app.config.base_url, acknowledgement.reference);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(acknowledgement)).into_response())
}
