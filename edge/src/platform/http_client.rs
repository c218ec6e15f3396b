//! HTTP client for other systems. Every request has a timeout, and redirects are not followed.

use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::future::{Either, select};
use std::{pin::pin, time::Duration};
use worker::{AbortController, Delay, Fetch, Request, RequestInit, RequestRedirect, Response};

/// Sends a request and reads the answer by `read`, all within `patience`.
///
/// # Errors
///
/// Returns a short phrase, which contains nothing of the request.
pub(crate) async fn ask<T>(
    address: &str,
    mut init: RequestInit,
    patience: Duration,
    read: impl AsyncFnOnce(Response) -> worker::Result<T>,
) -> Result<T, &'static str> {
    // A redirect would send secrets and personal data to an address that wasn't configured.
    init.with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(address, &init).map_err(|_| "no request")?;
    let abort = AbortController::default();
    let signal = abort.signal();
    let work = async { read(Fetch::Request(request).send_with_signal(&signal).await?).await };
    match select(pin!(work), pin!(Delay::from(patience))).await {
        Either::Left((answer, _)) => answer.map_err(|_| "unreachable"),
        Either::Right(_) => {
            abort.abort();
            Err("no answer in time")
        }
    }
}

/// Sends a request and returns the status, and the answer as text of at most `most` bytes. That of
/// an error (4xx, 5xx) is cut where it's longer, and read whatever its encoding.
///
/// # Errors
///
/// Returns a short phrase, which contains nothing of the request.
pub(crate) async fn ask_text(
    address: &str,
    init: RequestInit,
    patience: Duration,
    most: usize,
) -> Result<(u16, String), &'static str> {
    let read = async |mut answer: Response| Ok((answer.status_code(), answer.bytes().await?));
    let (status, mut body) = ask(address, init, patience, read).await?;
    if status >= 400 {
        body.truncate(most);
        return Ok((status, String::from_utf8_lossy(&body).into_owned()));
    }
    if body.len() > most {
        return Err("too long an answer");
    }
    Ok((status, String::from_utf8(body).map_err(|_| "not text")?))
}

/// Returns the value of `Authorization` for a name and a password (RFC 7617).
pub(crate) fn basic(name: &str, password: &str) -> String {
    ["Basic ", &STANDARD.encode([name, ":", password].concat())].concat()
}
