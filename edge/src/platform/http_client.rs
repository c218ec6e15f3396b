//! HTTP client for other systems. Every request has a timeout, and redirects are not followed.

use base64::{Engine, engine::general_purpose::STANDARD};
use futures_util::{
    StreamExt,
    future::{Either, select},
};
use std::{pin::pin, time::Duration};
use worker::{
    AbortController, Delay, Fetch, Request, RequestInit, RequestRedirect, Response, ResponseBody,
};

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
    let read = async |mut answer: Response| {
        Ok((answer.status_code(), beginning(&mut answer, most).await?))
    };
    let (status, Beginning { bytes, is_cut }) = ask(address, init, patience, read).await?;
    if status >= 400 {
        return Ok((status, String::from_utf8_lossy(&bytes).into_owned()));
    }
    if is_cut {
        return Err("too long an answer");
    }
    Ok((status, String::from_utf8(bytes).map_err(|_| "not text")?))
}

/// Beginning of an answer's body.
pub(crate) struct Beginning {
    pub(crate) bytes: Vec<u8>,
    /// True if the body is longer.
    pub(crate) is_cut: bool,
}

/// Reads at most `most` bytes of an answer's body and leaves the rest, which may be without end:
/// nobody but its sender knows its size.
pub(crate) async fn beginning(answer: &mut Response, most: usize) -> worker::Result<Beginning> {
    let (mut bytes, mut is_cut) = (Vec::new(), false);
    if matches!(answer.body(), ResponseBody::Empty) {
        return Ok(Beginning { bytes, is_cut });
    }
    let mut stream = answer.stream()?;
    while let Some(piece) = stream.next().await {
        let piece = piece?;
        let room = most - bytes.len();
        is_cut = piece.len() > room;
        bytes.extend(piece.into_iter().take(room));
        if is_cut {
            break;
        }
    }
    Ok(Beginning { bytes, is_cut })
}

/// Returns the value of `Authorization` for a name and a password (RFC 7617).
pub(crate) fn basic(name: &str, password: &str) -> String {
    ["Basic ", &STANDARD.encode([name, ":", password].concat())].concat()
}
