//! A question to the provider: it answers at once, in few words, or not at all.

use futures_util::future::{Either, select};
use std::{pin::pin, time::Duration};
use worker::{AbortController, Delay, Fetch, Request, RequestInit, RequestRedirect};

use crate::error::ApiError;

/// How long the provider may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest answer that is read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;

/// What it answers, and with which status.
pub(super) async fn ask(address: &str, mut init: RequestInit) -> Result<(u16, String), ApiError> {
    // A secret goes where it was configured to go, and nowhere else.
    init.with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(address, &init).map_err(|error| failed(address, &error.to_string()))?;
    let abort = AbortController::default();
    let signal = abort.signal();
    let work = async {
        let mut answer = Fetch::Request(request).send_with_signal(&signal).await?;
        Ok::<_, worker::Error>((answer.status_code(), answer.bytes().await?))
    };
    let (status, body) = match select(pin!(work), pin!(Delay::from(PATIENCE))).await {
        Either::Left((answer, _)) => answer.map_err(|_| failed(address, "unreachable"))?,
        Either::Right(_) => {
            abort.abort();
            return Err(failed(address, "no answer in time"));
        }
    };
    if body.len() > ANSWER_MAX {
        return Err(failed(address, "too long an answer"));
    }
    let text = String::from_utf8(body).map_err(|_| failed(address, "not text"))?;
    Ok((status, text))
}

/// A document that is there for everyone.
pub(super) async fn document(address: &str) -> Result<String, ApiError> {
    match ask(address, RequestInit::new()).await? {
        (200, text) => Ok(text),
        (status, _) => Err(failed(address, &format!("status {status}"))),
    }
}

fn failed(address: &str, why: &str) -> ApiError {
    ApiError::Internal(format!("the identity provider, {address}: {why}"))
}
