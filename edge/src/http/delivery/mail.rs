//! `POST /in/mail/resend`: events of a mail provider in the shape of Resend (Standard Webhooks).

use axum::Extension;
use domain::{
    crypto::signature,
    delivery::{Way, resend::Event},
};
use http::StatusCode;

use crate::{
    error::ApiError,
    request::{headers::WebhookSignature, raw::RawBody},
    service::deliveries::{self, By},
    state::App,
};

/// Size limit of an event, in bytes.
const EVENT_MAX: usize = 64 * 1024;

/// Takes an event. One that changes nothing, or of a type that isn't known, is answered alike.
#[worker::send]
pub(crate) async fn resend(
    Extension(app): Extension<App>,
    WebhookSignature { id, timestamp, signature: given }: WebhookSignature,
    RawBody(body): RawBody<EVENT_MAX>,
) -> Result<StatusCode, ApiError> {
    let settings = app.config.ways.resend.as_ref().ok_or(ApiError::NotFound)?;
    let secret = settings.events.as_ref().ok_or(ApiError::NotFound)?;
    let text = std::str::from_utf8(&body).map_err(|_| ApiError::Signature)?;
    if !signature::webhook_holds(secret, (&id, &timestamp, &given), text, app.now) {
        return Err(ApiError::Signature);
    }
    let Ok(event) = serde_json::from_str::<Event>(text) else { return Ok(StatusCode::NO_CONTENT) };
    if let Some(report) = event.report() {
        let by = By::Theirs(&event.data.email_id);
        deliveries::report(&app, Way::Resend, by, report, None).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
