//! `POST /console/api/entities/{entity}/participations`: what somebody says by telephone or at a
//! counter, entered by staff of the entity.

use axum::{Extension, Json};
use domain::{
    access::policy::Permission,
    intake::{channel::Channel, idempotency},
    slug::Slug,
    wire::{Acknowledgement, console::SpokenParticipation},
};
use http::StatusCode;

use crate::{
    error::ApiError,
    request::{
        idempotency_key::OptionalKey, in_progress::Turn, json::JsonBody, path::Path,
        session::SignedIn,
    },
    service::{
        intake::{self, Sender},
        rate_limit::ClientKind,
    },
    state::App,
};

/// Takes in a participation. Its first event names the person and the channel. A repetition under
/// the same key returns the same acknowledgement.
#[worker::send]
pub(crate) async fn enter(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    key: OptionalKey,
    sent: JsonBody<SpokenParticipation>,
) -> Result<(StatusCode, Json<Acknowledgement>), ApiError> {
    who.require(Permission::EnterSpoken(&entity))?;
    let key = key.checked()?.ok_or(ApiError::IdempotencyKeyMissing)?;
    let _turn = Turn::take(&key, app.now)?;
    let spoken = sent.read().await?;
    let staff = &who.person.id;
    let sender = Sender {
        channel: Channel::from(spoken.channel),
        key: &key,
        origin: None,
        address: None,
        mention: None,
        profile: None,
        client: staff.as_str(),
        fingerprint: &idempotency::fingerprint(&(staff, &spoken)),
    };
    let submission = spoken.into_submission(&entity);
    let acknowledgement =
        intake::receive(&app, &sender, ClientKind::Staff(staff), submission).await?;
    Ok((StatusCode::CREATED, Json(acknowledgement)))
}
