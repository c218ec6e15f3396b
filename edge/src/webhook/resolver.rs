//! Adapter to a name resolver: DNS over HTTPS, in JSON.

use std::time::Duration;

use domain::webhook::resolver;
use worker::{Headers, Method, RequestInit};

use crate::platform::http_client;

/// Timeout of one question.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Checks that a name leads to public addresses alone.
///
/// # Errors
///
/// Returns a short phrase if it doesn't, or if the resolver gives no answer.
pub(super) async fn check(resolver: &str, name: &str) -> Result<(), String> {
    let mut answers = Vec::with_capacity(resolver::RECORDS.len());
    for record in resolver::RECORDS {
        let address = format!("{resolver}?name={name}&type={record}");
        let request = request().map_err(|error| format!("no request: {error}"))?;
        let read = async |mut answer: worker::Response| answer.text().await;
        let answer = http_client::ask(&address, request, TIMEOUT, read).await;
        answers.push(answer.map_err(|reason| format!("the resolver: {reason}"))?);
    }
    resolver::check(&answers).map_err(|error| error.to_string())
}

fn request() -> worker::Result<RequestInit> {
    let headers = Headers::new();
    headers.set("accept", "application/dns-json")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers);
    Ok(init)
}
