//! Adapter to the endpoints of entities: sends one message to a webhook.
//!
//! The address is foreign input. It was checked when it was saved and is checked again here; no
//! redirect is followed, and nothing of the answer but its status is read.

mod resolver;

use std::time::Duration;

use domain::{
    Timestamp,
    webhook::{
        DeliveryId,
        secret::Secrets,
        url::{Host, Installation, WebhookUrl},
    },
    wire::WebhookEvent,
};
use worker::{Headers, Method, RequestInit};

use crate::{platform::http_client, state::App};

/// Timeout of a request to an endpoint.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Sends a message, and returns the status of the answer.
///
/// # Errors
///
/// Returns a short phrase, which contains nothing of the message.
pub(crate) async fn send(
    app: &App,
    url: &str,
    event: &WebhookEvent,
    (id, secrets): (&DeliveryId, &Secrets),
) -> Result<u16, String> {
    let url = checked(app, url).await?;
    let body = serde_json::to_string(event).map_err(|error| format!("no request: {error}"))?;
    let request = request(&body, (id, secrets), app.now);
    let request = request.map_err(|error| format!("no request: {error}"))?;
    let status = async |answer: worker::Response| Ok(answer.status_code());
    Ok(http_client::ask(url.as_str(), request, TIMEOUT, status).await?)
}

/// Checks an address before a request to it.
///
/// # Errors
///
/// Returns a short phrase if it isn't one of the public Internet.
pub(crate) async fn checked(app: &App, url: &str) -> Result<WebhookUrl, String> {
    let installation = Installation { base_url: &app.config.base_url };
    let url = WebhookUrl::parse(url, installation).map_err(|error| error.to_string())?;
    if let (Some(resolver), Host::Name(name)) = (&app.config.resolver, url.host()) {
        resolver::check(resolver, name).await?;
    }
    Ok(url)
}

fn request(
    body: &str,
    (id, secrets): (&DeliveryId, &Secrets),
    now: Timestamp,
) -> worker::Result<RequestInit> {
    let headers = Headers::new();
    headers.set("content-type", "application/cloudevents+json; charset=utf-8")?;
    headers.set("user-agent", "Sawtak")?;
    headers.set("webhook-id", id.as_str())?;
    headers.set("webhook-timestamp", &now.as_second().to_string())?;
    headers.set("webhook-signature", &secrets.sign(id.as_str(), now, body))?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
    Ok(init)
}
