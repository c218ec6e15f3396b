//! Requests to the provider, with a timeout and a limit on the size of the answer.

use std::time::Duration;
use worker::RequestInit;

use crate::{error::ApiError, platform::http_client};

/// Timeout of a request to the provider.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest answer that is read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;

/// Sends a request, and returns the answer's status and text.
pub(super) async fn ask(address: &str, init: RequestInit) -> Result<(u16, String), ApiError> {
    let answer = http_client::ask_text(address, init, PATIENCE, ANSWER_MAX).await;
    answer.map_err(|why| failed(address, why))
}

/// Fetches a public document.
pub(super) async fn document(address: &str) -> Result<String, ApiError> {
    match ask(address, RequestInit::new()).await? {
        (200, text) => Ok(text),
        (status, _) => Err(failed(address, &format!("status {status}"))),
    }
}

fn failed(address: &str, why: &str) -> ApiError {
    ApiError::Internal(format!("the identity provider, {address}: {why}"))
}
