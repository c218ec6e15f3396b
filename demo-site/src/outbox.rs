//! Outbox of notices that the edge sends to customers.
//!
//! It stands in for the delivery webhook and keeps messages in memory for developers and tests.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::Value;

use crate::Site;

/// Capacity; the oldest messages are dropped above it.
const MOST: usize = 200;

/// Latest messages in order of arrival, without duplicates by id when a delivery is retried.
#[derive(Default)]
pub(crate) struct Outbox(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    next: u64,
    messages: BTreeMap<u64, (String, Value)>,
}

impl Outbox {
    fn add(&self, id: &str, message: Value) {
        let mut kept = self.lock();
        if kept.messages.values().any(|(known, _)| known == id) {
            return;
        }
        let place = kept.next;
        kept.next += 1;
        kept.messages.insert(place, (id.to_owned(), message));
        if kept.messages.len() > MOST {
            kept.messages.pop_first();
        }
    }

    /// Returns all messages, newest first.
    fn all(&self) -> Vec<Value> {
        self.lock().messages.values().rev().map(|(_, message)| message.clone()).collect()
    }

    /// Locks the messages and ignores poisoning: a message is stored whole or not at all.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Handles `POST /outbox`: stores a delivered message.
pub(crate) async fn receive(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok());
    match (id, serde_json::from_slice(&body)) {
        (Some(id), Ok(message)) => {
            site.outbox.add(id, message);
            StatusCode::NO_CONTENT
        }
        _ => StatusCode::BAD_REQUEST,
    }
}

/// Handles `GET /outbox`: returns all messages as HTML, or as JSON if the Accept header asks for
/// it.
pub(crate) async fn show(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let messages = site.outbox.all();
    if headers.get(header::ACCEPT).is_some_and(|accept| accept == "application/json") {
        return ([(header::CONTENT_TYPE, "application/json")], Value::from(messages).to_string())
            .into_response();
    }
    let mut page = String::from(HEAD);
    for message in &messages {
        // Writing to a `String` cannot fail.
        let _ = write!(page, "<li>{}</li>", shown(message));
    }
    if messages.is_empty() {
        page.push_str("<li>Nothing has been sent yet.</li>");
    }
    page.push_str("</ol></main></html>");
    Html(page).into_response()
}

const HEAD: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
    <title>Outbox</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1rem}iframe{width:100%;height:24rem;border:1px solid;background:#fff}</style><link rel=\"icon\" href=\"data:,\"><main><h1>Outbox</h1><p>What customers and staff would have got by e-mail or text message, the latest first. Nobody but this machine sees it. A message to somebody who left both goes both ways.</p><ol reversed>";

/// Returns a message as it would arrive: to an e-mail address as an e-mail, to a phone as a text
/// message.
fn shown(message: &Value) -> String {
    let text = |pointer: &str| {
        escaped(message.pointer(pointer).and_then(Value::as_str).unwrap_or_default())
    };
    let (email, phone) = (text("/data/contact/email"), text("/data/contact/phone"));
    let mut shown = format!(
        "<p><b>{}</b> · {} · <time>{}</time></p>",
        text("/type"),
        text("/data/entity"),
        text("/timestamp"),
    );
    if !email.is_empty() {
        // The frame runs no script; its links open outside it.
        let _ = write!(
            shown,
            "<section><h2>E-mail to <bdi>{} {email}</bdi></h2><p lang=\"{language}\" dir=\"auto\"><b>{}</b></p>\
             <iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation\" title=\"E-mail\" srcdoc=\"{}\"></iframe></section>",
            text("/data/contact/name"),
            text("/data/message/subject"),
            text("/data/message/html").replace("&lt;head>", "&lt;head>&lt;base target=_top>"),
            language = text("/data/language"),
        );
    }
    if !phone.is_empty() {
        let _ = write!(
            shown,
            "<section><h2>Text message to <bdi>{phone}</bdi></h2><p lang=\"{}\" dir=\"auto\">{}</p></section>",
            text("/data/language"),
            text("/data/message/short"),
        );
    }
    shown
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_message_that_comes_twice_is_there_once_and_the_latest_stay() {
        let outbox = Outbox::default();
        for id in ["a", "b", "a"] {
            outbox.add(id, json!(id));
        }
        assert_eq!(outbox.all(), [json!("b"), json!("a")]);
        for number in 0..MOST {
            outbox.add(&format!("{number}"), json!(number));
        }
        assert_eq!((outbox.all().len(), outbox.all().last()), (MOST, Some(&json!(0))));
    }

    #[test]
    fn what_a_message_says_is_text() {
        let message = json!({ "type": "<script>", "data": {
            "contact": { "email": "a@example.org", "phone": "+9715" },
            "message": { "html": "\"><script>", "short": "<script>", "subject": "<script>" },
        } });
        let shown = shown(&message);
        assert!(!shown.contains("<script>") && shown.contains("&quot;>&lt;script>"), "{shown}");
    }
}
