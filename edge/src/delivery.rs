//! The endpoint that turns notices into e-mails and text messages: a webhook, signed as Standard Webhooks 1.0 has it, whose id tells it a
//! notice that it has had before.

use domain::{Timestamp, signature, wire};
use futures_util::future::{Either, select};
use std::{pin::pin, time::Duration};
use worker::{AbortController, Delay, Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

use crate::config::Endpoint;

/// How long the endpoint may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Delivers a notice, or says of what that failed: a status or a word, nothing of the notice.
pub(crate) async fn post(to: &Endpoint, id: &str, now: Timestamp, notice: &wire::Notice) -> Result<(), String> {
    let request = request(to, id, now, notice).map_err(|error| format!("no request: {error}"))?;
    let abort = AbortController::default();
    let signal = abort.signal();
    let fetch = Fetch::Request(request);
    let answer = match select(pin!(fetch.send_with_signal(&signal)), pin!(Delay::from(PATIENCE))).await {
        Either::Left((answer, _)) => answer.map_err(|_| "unreachable".to_owned())?,
        Either::Right(_) => {
            abort.abort();
            return Err("no answer in time".to_owned());
        }
    };
    match answer.status_code() {
        200..=299 => Ok(()),
        status => Err(format!("status {status}")),
    }
}

fn request(to: &Endpoint, id: &str, now: Timestamp, notice: &wire::Notice) -> worker::Result<Request> {
    let body = serde_json::to_string(notice)?;
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    headers.set("webhook-id", id)?;
    headers.set("webhook-timestamp", &now.as_second().to_string())?;
    headers.set("webhook-signature", &signature::sign_webhook(&to.secret, id, now.as_second(), &body))?;
    let mut init = RequestInit::new();
    // Personal data goes where it was configured to go, and nowhere else.
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into())).with_redirect(RequestRedirect::Manual);
    Request::new_with_init(&to.url, &init)
}
