//! Requests of the adapters to messengers that speak JSON.

use std::time::Duration;

use serde_json::Value;
use worker::{Headers, Method, RequestInit, Response};

use crate::platform::http_client;

/// Timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Answer of a messenger.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
    /// Time in seconds at which a quota that is used up begins anew.
    pub(super) reset: Option<i64>,
}

impl Answer {
    /// Returns whether the request was carried out.
    pub(super) const fn is_done(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// Returns the body, or null if it is no JSON.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// Sends a request with an access token.
///
/// # Errors
///
/// Returns a short phrase, which contains nothing of the request.
pub(super) async fn ask(
    method: Method,
    address: &str,
    token: &str,
    body: Option<&Value>,
) -> Result<Answer, &'static str> {
    let init = request(method, token, body).map_err(|_| "no request")?;
    let read = async |mut answer: Response| {
        let reset = answer.headers().get("x-rate-limit-reset")?;
        let status = answer.status_code();
        let body = answer.text().await.unwrap_or_default();
        Ok(Answer { status, body, reset: reset.and_then(|seconds| seconds.parse().ok()) })
    };
    http_client::ask(address, init, TIMEOUT, read).await
}

fn request(method: Method, token: &str, body: Option<&Value>) -> worker::Result<RequestInit> {
    let headers = Headers::new();
    headers.set("authorization", &format!("Bearer {token}"))?;
    let mut init = RequestInit::new();
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.with_body(Some(body.to_string().into()));
    }
    init.with_method(method).with_headers(headers);
    Ok(init)
}
