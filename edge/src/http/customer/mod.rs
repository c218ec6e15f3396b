//! What a customer does to a participation of theirs, with its tracking key: one file for each call, and here what they have in common.

pub(crate) mod messages;
pub(crate) mod rating;
pub(crate) mod reopening;
pub(crate) mod withdrawal;

use axum::{
    Json,
    body::Body,
    response::{IntoResponse, Response},
};
use domain::{
    case::Command,
    idempotency::{self, IdempotencyKey},
    reference::Reference,
    submission::InputError,
};
use http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use serde::{Serialize, de::DeserializeOwned};

use super::{body, header, progress::Turn, status};
use crate::{
    case::{self, By, Once},
    error::ApiError,
    lookup,
    state::App,
    store::participations::Whole,
};

/// Opens a participation, for whoever shows its tracking key.
pub(super) async fn opened(app: &App, headers: &HeaderMap, typed: &str) -> Result<(Reference, Whole), ApiError> {
    let reference = Reference::parse(typed).map_err(|_| ApiError::NotFound)?;
    let whole = lookup::find(app, headers, reference).await?.ok_or(ApiError::NotFound)?;
    if header(headers, AUTHORIZATION).is_some_and(|value| status::opens(value, &whole.row)) {
        return Ok((reference, whole));
    }
    lookup::missed(app, headers).await?;
    Err(ApiError::TrackingKey)
}

/// A call: who may, what they say, what it does, where it stands then.
struct Call<'a> {
    app: &'a App,
    headers: &'a HeaderMap,
    typed: &'a str,
    /// Tells the same body sent to two calls apart.
    name: &'static str,
}

impl Call<'_> {
    async fn answer<Shape: DeserializeOwned + Serialize>(
        &self,
        sent: Body,
        parse: impl FnOnce(&Shape) -> Result<Command, Vec<InputError>>,
        done: StatusCode,
    ) -> Result<Response, ApiError> {
        let key = header(self.headers, "idempotency-key").map(IdempotencyKey::parse).transpose()?;
        let (reference, _) = opened(self.app, self.headers, self.typed).await?;
        let _turn = key.as_ref().map(|key| Turn::take(key, self.app.now)).transpose()?;
        let sent: Shape = body::json(self.headers, sent).await?;
        let command = parse(&sent).map_err(ApiError::Invalid)?;
        let fingerprint = idempotency::fingerprint(&(reference, self.name, sent));
        let once = key.as_ref().map(|key| Once { key, fingerprint: &fingerprint });
        case::act(self.app, reference, &command, By::Customer(once.as_ref())).await?;
        let (_, whole) = opened(self.app, self.headers, self.typed).await?;
        Ok((done, Json(status::whole(self.app, reference, &whole).await?)).into_response())
    }
}
