//! Adapter to the `WhatsApp` Cloud API: sends messages and fetches media.
//!
//! Shapes, limits and the reaction to each error are in `domain::channel::whatsapp`.

mod media;

pub(crate) use media::fetch;

use std::time::Duration;

use domain::channel::whatsapp::{outbound::Outgoing, reaction::Reaction};
use serde::Deserialize;
use worker::{Headers, Method, RequestInit};

use super::failure::Failure;
use crate::{config::whatsapp::Settings, platform::http_client};

/// Timeout of a request that sends a message or looks media up.
const TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Deserialize)]
struct Sent {
    messages: Vec<SentMessage>,
}

#[derive(Deserialize)]
struct SentMessage {
    id: String,
}

#[derive(Deserialize)]
struct Refused {
    error: GraphError,
}

#[derive(Deserialize)]
struct GraphError {
    code: u32,
}

/// Sends a message to an address, and returns the id by which later statuses name it. `failures`
/// is the number of attempts that failed before.
pub(crate) async fn send(
    settings: &Settings,
    to: &str,
    message: &Outgoing,
    failures: u32,
) -> Result<Option<String>, Failure> {
    let again = |reason: &str| Failure::again(reason, failures);
    let request = || {
        let headers = headers(settings)?;
        headers.set("content-type", "application/json")?;
        let mut init = RequestInit::new();
        let body = message.body(to).to_string();
        init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
        Ok::<_, worker::Error>(init)
    };
    let address = address(settings, &format!("{}/messages", settings.phone_id));
    let init = request().map_err(|_| again("no request"))?;
    let read = async |mut answer: worker::Response| {
        Ok((answer.status_code(), answer.text().await.unwrap_or_default()))
    };
    let (status, text) = http_client::ask(&address, init, TIMEOUT, read).await.map_err(again)?;
    if (200..300).contains(&status) {
        let sent = serde_json::from_str::<Sent>(&text).ok();
        return Ok(sent.and_then(|sent| sent.messages.into_iter().next()).map(|one| one.id));
    }
    Err(match serde_json::from_str::<Refused>(&text) {
        Ok(Refused { error: GraphError { code } }) => {
            Failure { reaction: Reaction::to(code, failures + 1), reason: code.to_string() }
        }
        Err(_) => Failure {
            reaction: Reaction::to_status(status, failures + 1),
            reason: format!("status {status}"),
        },
    })
}

/// Returns the address of a path of the API.
fn address(settings: &Settings, path: &str) -> String {
    format!("{}/v24.0/{path}", settings.graph_url)
}

/// Returns the headers that authorise a request.
fn headers(settings: &Settings) -> worker::Result<Headers> {
    let headers = Headers::new();
    headers.set("authorization", &format!("Bearer {}", settings.token))?;
    Ok(headers)
}
