//! Adapter to Unifonic's gateway of text messages. `CorrelationID` is the notice's id; the gateway
//! gives it back and drops no repetition by it.

use domain::delivery::unifonic;
use serde::Deserialize;
use serde_json::Value;
use worker::Method;

use super::{Failure, Message, Sent, json};
use crate::config::ways::Unifonic;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    /// `true` or `"true"`.
    success: Value,
    #[serde(rename = "errorCode")]
    code: String,
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    /// A number or a text.
    #[serde(default, rename = "MessageID", alias = "messageId")]
    message: Value,
}

/// Sends a text message.
pub(super) async fn send(
    to: &Unifonic,
    message: &Message<'_>,
    phone: &str,
) -> Result<Sent, Failure> {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("AppSid", &to.app)
        .append_pair("SenderID", &to.sender)
        .append_pair("Recipient", phone.trim_start_matches('+'))
        .append_pair("Body", &message.words.short)
        .append_pair("CorrelationID", message.id)
        .append_pair("responseType", "JSON")
        .finish();
    let url = format!("{}/rest/SMS/messages", to.url);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let (status, answer) = json::ask::<Answer>(Method::Post, &url, &headers, Some(form)).await?;
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if (200..=299).contains(&status) && text(&answer.success).eq_ignore_ascii_case("true") {
        let id = answer.data.map(|data| text(&data.message)).filter(|id| id != "null");
        return Ok(Sent { id });
    }
    // The code comes from another system and goes into the store: nothing but a code may.
    let code: String = answer
        .code
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .take(16)
        .collect();
    Err(Failure::new(unifonic::reaction(status, &code), format!("status {status} {code}")))
}
