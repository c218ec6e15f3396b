//! Adapter to Twilio's gateway of text messages.
//!
//! The gateway knows no idempotency key. So after an attempt that failed or broke off it is asked
//! for its messages to that number, before the text is sent once more.

use domain::{Timestamp, delivery::twilio};
use serde::Deserialize;
use worker::Method;

use super::{Failure, Message, Sent, json};
use crate::{config::ways::Twilio, platform::http_client};

/// Seconds by which clocks may differ.
const MARGIN: i64 = 60;

#[derive(Default, Deserialize)]
struct Answer {
    #[serde(default)]
    sid: Option<String>,
    #[serde(default)]
    code: Option<u32>,
}

#[derive(Default, Deserialize)]
struct Page {
    #[serde(default)]
    messages: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    sid: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    date_created: String,
}

/// Sends a text message.
pub(super) async fn send(
    to: &Twilio,
    base_url: &str,
    message: &Message<'_>,
    phone: &str,
) -> Result<Sent, Failure> {
    let authorization = http_client::basic(&to.account, &to.token);
    let messages = format!("{}/2010-04-01/Accounts/{}/Messages.json", to.url, to.account);
    if let Some(since) = message.in_doubt
        && let Some(sid) = earlier(&messages, &authorization, message, phone, since).await?
    {
        return Ok(Sent { id: Some(sid) });
    }
    let callback = format!("{base_url}/in/sms/status?notice={}", message.id);
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("To", phone)
        .append_pair("From", &to.from)
        .append_pair("Body", &message.words.short)
        .append_pair("StatusCallback", &callback)
        .finish();
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let (status, answer) =
        json::ask::<Answer>(Method::Post, &messages, &headers, Some(form)).await?;
    match (status, answer.sid) {
        (200..=299, Some(sid)) => Ok(Sent { id: Some(sid) }),
        (200..=299, None) => Err(Failure::again("an answer without an id")),
        _ => {
            let code = answer.code.map(|code| format!(", code {code}")).unwrap_or_default();
            let reaction = twilio::reaction(status, answer.code);
            Err(Failure::new(reaction, format!("status {status}{code}")))
        }
    }
}

/// Returns the id of this text, if it was sent to this number since the first attempt.
async fn earlier(
    messages: &str,
    authorization: &str,
    message: &Message<'_>,
    phone: &str,
    since: Timestamp,
) -> Result<Option<String>, Failure> {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("To", phone)
        .append_pair("PageSize", "50")
        .finish();
    let headers = [("authorization", authorization)];
    let (status, page) =
        json::ask::<Page>(Method::Get, &format!("{messages}?{query}"), &headers, None).await?;
    if status != 200 {
        return Err(Failure::again(format!("status {status} for the list of messages")));
    }
    let since = since.as_second() - MARGIN;
    let is_it = |known: &Known| {
        let created = domain::delivery::mail::parse_date(&known.date_created);
        known.body == message.words.short && created.is_some_and(|at| at.as_second() >= since)
    };
    Ok(page.messages.into_iter().find(is_it).map(|known| known.sid))
}
