//! Adapter to the webhooks that turn notices into e-mails and text messages, and that tell
//! operators of alerts.
//!
//! Requests are signed according to Standard Webhooks 1.0. The id lets the endpoint recognize a
//! notice that it has received before.

use domain::{Timestamp, crypto::signature};
use serde::Serialize;
use std::time::Duration;
use worker::{Headers, Method, RequestInit};

use crate::{config::Endpoint, platform::http_client};

/// Timeout of a request to the endpoint.
const PATIENCE: Duration = Duration::from_secs(20);

/// Delivers a notice or an alert.
///
/// # Errors
///
/// Returns a status or a short phrase, which contains nothing of the message.
pub(crate) async fn post(
    to: &Endpoint,
    id: &str,
    now: Timestamp,
    message: &impl Serialize,
) -> Result<(), String> {
    let request = request(to, id, now, message).map_err(|error| format!("no request: {error}"))?;
    match http_client::ask(&to.url, request, PATIENCE, async |answer| Ok(answer.status_code()))
        .await?
    {
        200..=299 => Ok(()),
        status => Err(format!("status {status}")),
    }
}

fn request(
    to: &Endpoint,
    id: &str,
    now: Timestamp,
    message: &impl Serialize,
) -> worker::Result<RequestInit> {
    let body = serde_json::to_string(message)?;
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("webhook-id", id)?;
    headers.set("webhook-timestamp", &now.as_second().to_string())?;
    headers.set(
        "webhook-signature",
        &signature::sign_webhook(&to.secret, id, now.as_second(), &body),
    )?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
    Ok(init)
}
