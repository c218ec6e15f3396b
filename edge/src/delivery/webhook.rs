//! Adapter to the operator's webhooks: one turns notices into e-mails and text messages, the other
//! gets alerts.
//!
//! Requests are signed according to Standard Webhooks 1.0. The id lets the endpoint recognize a
//! notice that it has received before.

use domain::{Timestamp, crypto::signature};
use serde::Serialize;
use std::time::Duration;
use worker::{Headers, Method, RequestInit};

use crate::{config::Endpoint, platform::http_client};

/// Timeout of a request to the endpoint.
const TIMEOUT: Duration = Duration::from_secs(20);

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
    let body = serde_json::to_string(message).map_err(|error| format!("no request: {error}"))?;
    post_body(to, id, now, &body).await
}

/// Delivers a message that is JSON already.
///
/// # Errors
///
/// Returns a status or a short phrase, which contains nothing of the message.
pub(crate) async fn post_body(
    to: &Endpoint,
    id: &str,
    now: Timestamp,
    body: &str,
) -> Result<(), String> {
    let request = request(to, id, now, body).map_err(|error| format!("no request: {error}"))?;
    match http_client::ask(&to.url, request, TIMEOUT, async |answer| Ok(answer.status_code()))
        .await?
    {
        200..=299 => Ok(()),
        status => Err(format!("status {status}")),
    }
}

fn request(to: &Endpoint, id: &str, now: Timestamp, body: &str) -> worker::Result<RequestInit> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("webhook-id", id)?;
    headers.set("webhook-timestamp", &now.as_second().to_string())?;
    headers.set(
        "webhook-signature",
        &signature::sign_webhook(&to.secret, id, now.as_second(), body),
    )?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
    Ok(init)
}
