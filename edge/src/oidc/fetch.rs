//! A question to the provider: it answers at once, in few words, or not at all.

use std::time::Duration;
use worker::RequestInit;

use crate::{error::ApiError, platform::http_client};

/// How long the provider may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest answer that is read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;

/// What it answers, and with which status.
pub(super) async fn ask(address: &str, init: RequestInit) -> Result<(u16, String), ApiError> {
    let read =
        async |mut answer: worker::Response| Ok((answer.status_code(), answer.bytes().await?));
    let (status, body) = http_client::ask(address, init, PATIENCE, read)
        .await
        .map_err(|why| failed(address, why))?;
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
