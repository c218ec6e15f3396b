//! `PATCH /entities/{entity}/cases/{reference}`: actions of an entity's own system on its cases.

use axum::{Extension, Json};
use domain::{
    access::api_key::Scope,
    intake::idempotency,
    reference::Reference,
    slug::Slug,
    wire::{CaseAction, CaseState},
};

use crate::{
    error::ApiError,
    request::{
        api_key::SentApiKey, idempotency_key::OptionalKey, in_progress::Turn, json::JsonBody,
        path::Path,
    },
    service::case::{self, By, Once},
    state::App,
};

/// Acts on a case as the entity's own system. The life cycle allows what it allows the entity's
/// staff; history has it as done by the entity's system. A repetition with the same Idempotency-Key
/// changes nothing.
#[cfg_attr(test, utoipa::path(patch, tag = "cases", path = "/api/v1/entities/{entity}/cases/{reference}", operation_id = "act_on_case", request_body = CaseAction,
    security(("api_key" = [])),
    params(
        ("entity" = String, Path, description = "The entity's short name", example = "rta"),
        ("Idempotency-Key" = String, Header, description = "A UUID that stays the same with every retry of this action",
            pattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", example = "7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b7"),
    ),
    responses(
        (status = 200, body = CaseState, description = "How the case stands"),
        (status = 400, description = "The key is missing or no UUID, or the body is no JSON of this shape"),
        (status = 401, description = "The API key is missing, unknown or revoked"),
        (status = 403, description = "The API key is another entity's or lacks the scope `cases`, or another entity has custody"),
        (status = 404, description = "The entity sees no case with this number"),
        (status = 409, description = "The life cycle doesn't allow it as the case stands; `detail` says why. Or the first request under this key is still being worked on"),
        (status = 413, description = "More than 64 KiB"),
        (status = 415, description = "Not application/json"),
        (status = 422, description = "Something in it can't be accepted; `errors` says what and where. Or the key came with another body before"),
        (status = 507, description = "The store is full"),
    )))]
#[worker::send]
pub(crate) async fn act(
    Extension(app): Extension<App>,
    Path(entity): Path<Slug>,
    Path(reference): Path<Reference>,
    api_key: SentApiKey,
    key: OptionalKey,
    sent: JsonBody<CaseAction>,
) -> Result<Json<CaseState>, ApiError> {
    api_key.require(&app, Scope::Cases, &entity).await?;
    let key = key.checked()?.ok_or(ApiError::IdempotencyKeyMissing)?;
    let _turn = Turn::take(&key, app.now)?;
    let sent = sent.read().await?;
    let command = sent.parse(&entity).map_err(ApiError::Invalid)?;
    let fingerprint = idempotency::fingerprint(&(&entity, reference, sent));
    let once = Once { key: &key, fingerprint: &fingerprint };
    let head = case::act(&app, reference, &command, By::EntitySystem(&entity, &once)).await?;
    Ok(Json(head.into()))
}
