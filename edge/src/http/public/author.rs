//! Calls by which an author acts on a participation, with its tracking key. `http::contract`
//! describes what they have in common.

use axum::{
    Extension, Json,
    body::Body,
    extract::Path,
    response::{IntoResponse, Response},
};
use domain::{
    case::Command,
    input::InputError,
    intake::idempotency::{self, IdempotencyKey},
    reference::Reference,
    wire::{NewMessage, Rating, Reopening, Withdrawal},
};
use http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use serde::{Serialize, de::DeserializeOwned};

use crate::request::{
    headers::{header, reference},
    in_progress::Turn,
    json,
};
use crate::{
    error::ApiError,
    service::{
        case::{self, By, Once},
        lookup, status,
    },
    state::App,
    store::{self, intake::participations::Whole},
};

/// Request about a participation: its reference, and the headers with the tracking key.
type About = (Extension<App>, Path<String>, HeaderMap);

/// Sends a message, or answers a question. Paused timers go on.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/messages", request_body = NewMessage,
    security(("tracking_key" = [])),
    responses(
        (status = 201, body = domain::wire::Status, description = "How it stands, with the message"),
        (status = 409, description = "It has ended; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn write(about: About, sent: Body) -> Result<Response, ApiError> {
    answer(about, "messages", sent, NewMessage::parse, StatusCode::CREATED).await
}

/// Withdraws the participation. Nobody works on it any more.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/withdrawal", request_body = Withdrawal,
    security(("tracking_key" = [])),
    responses(
        (status = 200, body = domain::wire::Status, description = "How it stands"),
        (status = 409, description = "It has been answered or has ended; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn withdraw(about: About, sent: Body) -> Result<Response, ApiError> {
    answer(about, "withdrawal", sent, Withdrawal::parse, StatusCode::OK).await
}

/// Reopens the participation, within 30 days of its end.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/reopening", request_body = Reopening,
    security(("tracking_key" = [])),
    responses(
        (status = 200, body = domain::wire::Status, description = "How it stands"),
        (status = 409, description = "It hasn't ended, or too long ago; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn reopen(about: About, sent: Body) -> Result<Response, ApiError> {
    answer(about, "reopening", sent, Reopening::parse, StatusCode::OK).await
}

/// Rates the handling of the participation. The latest rating counts.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/rating", request_body = Rating,
    security(("tracking_key" = [])),
    responses(
        (status = 200, body = domain::wire::Status, description = "How it stands"),
        (status = 409, description = "It hasn't been answered; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn rate(about: About, sent: Body) -> Result<Response, ApiError> {
    answer(about, "rating", sent, Rating::parse, StatusCode::OK).await
}

/// Opens a participation with its tracking key. A wrong key is counted.
pub(crate) async fn opened(
    app: &App,
    headers: &HeaderMap,
    typed: &str,
) -> Result<(Reference, Whole), ApiError> {
    let reference = reference(typed)?;
    let whole = lookup::find(app, headers, reference).await?.ok_or(ApiError::NotFound)?;
    if header(headers, AUTHORIZATION).is_some_and(|value| status::opens(value, &whole.row)) {
        return Ok((reference, whole));
    }
    lookup::missed(app, headers).await?;
    Err(ApiError::TrackingKey)
}

/// Checks the tracking key, parses the body, executes the command, and answers with the status.
/// `name` is part of the fingerprint: the same body sent to two calls makes two requests.
async fn answer<Shape: DeserializeOwned + Serialize>(
    (Extension(app), Path(typed), headers): About,
    name: &'static str,
    sent: Body,
    parse: fn(&Shape) -> Result<Command, Vec<InputError>>,
    done: StatusCode,
) -> Result<Response, ApiError> {
    let key = header(&headers, "idempotency-key").map(IdempotencyKey::parse).transpose()?;
    let (reference, _) = opened(&app, &headers, &typed).await?;
    let _turn = key.as_ref().map(|key| Turn::take(key, app.now)).transpose()?;
    let sent: Shape = json::json(&headers, sent).await?;
    let command = parse(&sent).map_err(ApiError::Invalid)?;
    let fingerprint = idempotency::fingerprint(&(reference, name, sent));
    let once = key.as_ref().map(|key| Once { key, fingerprint: &fingerprint });
    case::act(&app, reference, &command, By::Customer(once.as_ref())).await?;
    let whole = store::intake::participations::whole(&app.db()?, reference)
        .await?
        .ok_or(ApiError::NotFound)?;
    Ok((done, Json(status::whole(&app, reference, &whole).await?)).into_response())
}
