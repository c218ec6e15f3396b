//! Calls by which an author acts on a participation, with its tracking key. `http::contract`
//! describes what they have in common.

use axum::{
    Extension, Json,
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use domain::{
    case::Command,
    input::InputError,
    intake::idempotency,
    reference::Reference,
    wire::{Classification, Contact, NewMessage, Rating, Reopening, Withdrawal},
};
use http::{StatusCode, request::Parts};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::ApiError,
    request::{
        client_id::Client, idempotency_key::OptionalKey, in_progress::Turn, json::JsonBody,
        path::Path, profile_session::ProfileDigest, tracking_key::SentTrackingKey,
    },
    service::{
        author,
        case::{Author, Once},
        lookup, status,
    },
    state::App,
    store::profile::participations::Own,
};

/// Claim to be the author of a participation: its reference, the tracking key, and the client,
/// whose wrong guesses are counted.
pub(crate) struct Claim {
    reference: Reference,
    key: SentTrackingKey,
    client: Client,
    /// Hash of the token of a session in a profile.
    session: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Claim {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(reference) = Path::from_request_parts(parts, state).await?;
        let Ok(key) = SentTrackingKey::from_request_parts(parts, state).await;
        let Ok(client) = Client::from_request_parts(parts, state).await;
        let Ok(ProfileDigest(session)) = ProfileDigest::from_request_parts(parts, state).await;
        Ok(Self { reference, key, client, session })
    }
}

impl Claim {
    /// Returns the hash of the tracking key.
    fn key_hash(&self) -> String {
        self.key.hash().unwrap_or_default()
    }

    /// Opens the participation with the tracking key, and returns its reference. A wrong key is
    /// counted.
    pub(crate) async fn checked(&self, app: &App) -> Result<Reference, ApiError> {
        let claim = lookup::Claim::Key(&self.key);
        let found = lookup::find(app, &self.client, self.reference, claim).await?;
        match found.ok_or(ApiError::NotFound)?.is_opened {
            Some(true) => Ok(self.reference),
            _ => Err(ApiError::TrackingKey),
        }
    }
}

/// Command of an author: who claims to send it, and the key by which it is executed once.
type About = (Extension<App>, OptionalKey, Claim);

/// Sends a message, or answers a question. Paused timers go on.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/messages", operation_id = "write_message", request_body = NewMessage,
    security(("tracking_key" = [])),
    responses(
        (status = 201, body = domain::wire::Status, description = "How it stands, with the message"),
        (status = 409, description = "It has ended; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn write(about: About, sent: JsonBody<NewMessage>) -> Result<Response, ApiError> {
    answer(about, "messages", sent, NewMessage::parse, StatusCode::CREATED).await
}

/// Withdraws the participation. Nobody works on it any more.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/withdrawal", operation_id = "withdraw_participation", request_body = Withdrawal,
    security(("tracking_key" = [])),
    responses(
        (status = 200, body = domain::wire::Status, description = "How it stands"),
        (status = 409, description = "It has been answered or has ended; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn withdraw(
    about: About,
    sent: JsonBody<Withdrawal>,
) -> Result<Response, ApiError> {
    answer(about, "withdrawal", sent, Withdrawal::parse, StatusCode::OK).await
}

/// Reopens the participation, within 30 days of its end.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/reopening", operation_id = "reopen_participation", request_body = Reopening,
    security(("tracking_key" = [])),
    responses(
        (status = 200, body = domain::wire::Status, description = "How it stands"),
        (status = 409, description = "It hasn't ended, or too long ago; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn reopen(about: About, sent: JsonBody<Reopening>) -> Result<Response, ApiError> {
    answer(about, "reopening", sent, Reopening::parse, StatusCode::OK).await
}

/// Says which kind it is of, and for which entity, if it came by a channel that asks for neither.
/// That entity's promised times begin.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/classification", operation_id = "classify_participation", request_body = Classification,
    security(("tracking_key" = [])),
    responses(
        (status = 200, body = domain::wire::Status, description = "How it stands"),
        (status = 409, description = "It was said before, or somebody works on it; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn classify(
    about: About,
    sent: JsonBody<Classification>,
) -> Result<Response, ApiError> {
    answer(about, "classification", sent, Classification::parse, StatusCode::OK).await
}

/// Rates the handling of the participation. The latest rating counts.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/rating", operation_id = "rate_participation", request_body = Rating,
    security(("tracking_key" = [])),
    responses(
        (status = 200, body = domain::wire::Status, description = "How it stands"),
        (status = 409, description = "It hasn't been answered; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn rate(about: About, sent: JsonBody<Rating>) -> Result<Response, ApiError> {
    answer(about, "rating", sent, Rating::parse, StatusCode::OK).await
}

/// Replaces the contact by a corrected one. The replaced address is told of it, in the language of
/// the participation.
#[cfg_attr(test, utoipa::path(post, tag = "customer", path = "/api/v1/participations/{reference}/contact", operation_id = "correct_contact", request_body = Contact,
    security(("tracking_key" = [])),
    responses(
        (status = 200, body = domain::wire::Status, description = "How it stands, with the new contact"),
        (status = 409, description = "It was withdrawn or erased; or the first request under this key is still being worked on"),
    )))]
#[worker::send]
pub(crate) async fn correct_contact(
    about: About,
    sent: JsonBody<Contact>,
) -> Result<Response, ApiError> {
    answer(about, "contact", sent, Contact::correction, StatusCode::OK).await
}

/// Checks the tracking key, parses the body, executes the command, and answers with the status.
/// `name` is part of the fingerprint: the same body sent to two calls makes two requests.
async fn answer<Shape: DeserializeOwned + Serialize>(
    (Extension(app), key, claim): About,
    name: &'static str,
    sent: JsonBody<Shape>,
    parse: fn(&Shape) -> Result<Command, Vec<InputError>>,
    done: StatusCode,
) -> Result<Response, ApiError> {
    let reference = claim.checked(&app).await?;
    let key = key.checked()?;
    let _turn = key.as_ref().map(|key| Turn::take(key, app.now)).transpose()?;
    let sent = sent.read().await?;
    let command = parse(&sent).map_err(ApiError::Invalid)?;
    let fingerprint = idempotency::fingerprint(&(reference, name, sent));
    let once = key.as_ref().map(|key| Once { key, fingerprint: &fingerprint });
    let session = claim.session.as_deref().unwrap_or_default();
    let own = Own { kept: &claim.key_hash(), session };
    let author = Author { own: Some(&own), once: once.as_ref() };
    let whole = author::act(&app, reference, &command, author).await?;
    Ok((done, Json(status::whole(&app, reference, &whole).await?)).into_response())
}
