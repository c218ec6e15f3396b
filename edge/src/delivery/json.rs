//! Requests of the adapters to other systems that answer with JSON.

use std::time::Duration;

use serde::de::DeserializeOwned;
use worker::{Headers, Method, RequestInit};

use super::Failure;
use crate::platform::http_client;

/// Timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Longest answer that is read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;

/// Sends a request and returns the status, and the body if it is of the shape.
pub(super) async fn ask<Shape: DeserializeOwned + Default>(
    method: Method,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<String>,
) -> Result<(u16, Shape), Failure> {
    let init = request(method, headers, body).map_err(|_| Failure::again("no request"))?;
    let read =
        async |mut answer: worker::Response| Ok((answer.status_code(), answer.bytes().await?));
    let (status, bytes) =
        http_client::ask(url, init, TIMEOUT, read).await.map_err(Failure::again)?;
    let bytes = bytes.get(..bytes.len().min(ANSWER_MAX)).unwrap_or_default();
    Ok((status, serde_json::from_slice(bytes).unwrap_or_default()))
}

fn request(
    method: Method,
    headers: &[(&str, &str)],
    body: Option<String>,
) -> worker::Result<RequestInit> {
    let sent = Headers::new();
    for (name, value) in headers {
        sent.set(name, value)?;
    }
    let mut init = RequestInit::new();
    init.with_method(method).with_headers(sent).with_body(body.map(Into::into));
    Ok(init)
}
