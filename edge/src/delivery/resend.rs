//! Adapter to a mail provider's JSON in the shape of Resend. The provider drops repetitions by the
//! idempotency key for a day.

use domain::delivery::{
    mail::Mail,
    resend::{self, Answer},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use worker::Method;

use super::{Failure, Sent};
use crate::config::ways::Resend;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Response {
    id: Option<String>,
    name: String,
}

/// Sends a mail.
pub(super) async fn send(to: &Resend, mail: &Mail<'_>) -> Result<Sent, Failure> {
    let headers: Map<String, Value> = mail
        .extra_headers()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Value::String(value)))
        .collect();
    let mut body = json!({
        "from": mail.from.written(),
        "to": [mail.to.address],
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "headers": headers,
        "tags": [{ "name": "notice", "value": mail.id }],
    });
    if let Some(reply_to) = mail.reply_to {
        body["reply_to"] = Value::from(reply_to);
    }
    let authorization = ["Bearer ", &to.key].concat();
    // Another address makes another message.
    let key = mail.idempotency_key();
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", &key),
    ];
    let url = format!("{}/emails", to.url);
    let (status, response) =
        super::json::ask::<Response>(Method::Post, &url, &headers, Some(body.to_string())).await?;
    if (200..=299).contains(&status) {
        return Ok(Sent { id: response.id });
    }
    let name: String = response
        .name
        .chars()
        .filter(|letter| letter.is_ascii_lowercase() || *letter == '_')
        .take(40)
        .collect();
    match resend::answer(status, &name) {
        Answer::TakenBefore => Ok(Sent::default()),
        Answer::Failed(reaction) => Err(Failure::new(reaction, format!("status {status} {name}"))),
    }
}
