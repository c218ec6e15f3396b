//! Outbox of notices that the edge sends to customers.
//!
//! It stands in for the delivery webhook, and takes mails and text messages from the stand-ins of a
//! mail server and of gateways as they arrived there. It keeps messages in memory for developers
//! and tests.

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
/// Limit of a mail's size. Its attachments aren't shown.
pub(crate) const LARGEST_MAIL: usize = 8 << 20;

/// Latest messages in order of arrival, without duplicates by id when a delivery is retried.
#[derive(Default)]
pub(crate) struct Outbox(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    next: u64,
    messages: BTreeMap<u64, (String, Message)>,
}

/// A notice as the webhook got it, or a mail or text message as it arrived.
#[derive(Clone, Debug, PartialEq)]
enum Message {
    Notice(Value),
    Arrived(Value),
}

impl Message {
    fn notice(self) -> Option<Value> {
        if let Self::Notice(notice) = self { Some(notice) } else { None }
    }

    fn arrived(self) -> Option<Value> {
        if let Self::Arrived(arrived) = self { Some(arrived) } else { None }
    }
}

impl Outbox {
    fn add(&self, id: &str, message: Message) {
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
    fn all(&self) -> Vec<Message> {
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
            site.outbox.add(id, Message::Notice(message));
            StatusCode::NO_CONTENT
        }
        _ => StatusCode::BAD_REQUEST,
    }
}

/// Handles `POST /outbox/arrived`: stores a mail or a text message of a stand-in.
pub(crate) async fn arrive(State(site): State<Arc<Site>>, body: Bytes) -> StatusCode {
    let Ok(message) = serde_json::from_slice::<Value>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    let Some(id) = message["id"].as_str() else { return StatusCode::BAD_REQUEST };
    site.outbox.add(id, Message::Arrived(message.clone()));
    StatusCode::NO_CONTENT
}

/// Handles `GET /outbox/arrived`: returns mails and text messages as JSON.
pub(crate) async fn arrived(State(site): State<Arc<Site>>) -> Response {
    let messages: Vec<Value> = site.outbox.all().into_iter().filter_map(Message::arrived).collect();
    ([(header::CONTENT_TYPE, "application/json")], Value::from(messages).to_string())
        .into_response()
}

/// Handles `GET /outbox`: returns all messages as HTML, or the webhook's as JSON if the Accept
/// header asks for it.
pub(crate) async fn show(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let messages = site.outbox.all();
    if headers.get(header::ACCEPT).is_some_and(|accept| accept == "application/json") {
        let notices: Vec<Value> = messages.into_iter().filter_map(Message::notice).collect();
        return ([(header::CONTENT_TYPE, "application/json")], Value::from(notices).to_string())
            .into_response();
    }
    let mut page = String::from(HEAD);
    for message in &messages {
        let item = match message {
            Message::Notice(notice) => shown(notice),
            Message::Arrived(arrived) => shown_as_it_arrived(arrived),
        };
        // Writing to a `String` cannot fail.
        let _ = write!(page, "<li>{item}</li>");
    }
    if messages.is_empty() {
        page.push_str("<li>Nothing has been sent yet.</li>");
    }
    page.push_str("</ol></main></html>");
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response()
}

/// Policy of the page. A mail in its frame inherits it, and has its style inside it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

const HEAD: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
    <title>Outbox</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:0 auto;padding:1rem}pre{white-space:pre-wrap;font:inherit}iframe{width:100%;height:24rem;border:1px solid;background:#fff}</style><link rel=\"icon\" href=\"data:,\"><main><h1>Outbox</h1><p>E-mails and text messages to customers and staff, the latest first. None has left this machine. A notice that came by the webhook, with an e-mail address and a phone number, is shown in both forms: the receiver chooses.</p><ol reversed>";

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

/// Returns a mail or a text message as its receiver sees it.
fn shown_as_it_arrived(message: &Value) -> String {
    let text = |name: &str| escaped(message[name].as_str().unwrap_or_default());
    if message["type"] == "text" {
        return format!(
            "<section><h2>Text message to <bdi>{}</bdi></h2><p>From <bdi>{}</bdi> by {}, parts: {}</p><p dir=\"auto\">{}</p></section>",
            text("to"),
            text("from"),
            text("gateway"),
            message["parts"],
            text("text"),
        );
    }
    let to: Vec<&str> =
        message["to"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let html = text("html").replace("&lt;head>", "&lt;head>&lt;base target=_top>");
    let body = if html.is_empty() {
        format!("<pre dir=\"auto\">{}</pre>", text("text"))
    } else {
        // The frame runs no script; its links open outside it.
        format!(
            "<iframe sandbox=\"allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation\" title=\"E-mail\" srcdoc=\"{html}\"></iframe><details><summary>As plain text</summary><pre dir=\"auto\">{}</pre></details>",
            text("text"),
        )
    };
    format!(
        "<section><h2>E-mail to <bdi>{}</bdi></h2><p>From <bdi>{}</bdi></p><p dir=\"auto\"><b>{}</b></p>{body}</section>",
        escaped(&to.join(", ")),
        text("from"),
        text("subject"),
    )
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
            outbox.add(id, Message::Notice(json!(id)));
        }
        assert_eq!(outbox.all(), ["b", "a"].map(|id| Message::Notice(json!(id))));
        for number in 0..MOST {
            outbox.add(&format!("{number}"), Message::Arrived(json!(number)));
        }
        assert_eq!(
            (outbox.all().len(), outbox.all().last()),
            (MOST, Some(&Message::Arrived(json!(0))))
        );
    }

    #[test]
    fn what_a_message_says_is_text() {
        let message = json!({ "type": "<script>", "data": {
            "contact": { "email": "a@example.org", "phone": "+9715" },
            "message": { "html": "\"><script>", "short": "<script>", "subject": "<script>" },
        } });
        let shown = shown(&message);
        assert!(!shown.contains("<script>") && shown.contains("&quot;>&lt;script>"), "{shown}");
        let mail = json!({ "type": "mail", "from": "<script>", "to": ["<script>"], "html": "\"><script>" });
        let text = json!({ "type": "text", "text": "<script>", "to": "<script>" });
        let arrived = [mail, text].map(|message| shown_as_it_arrived(&message)).concat();
        assert!(
            !arrived.contains("<script>") && arrived.contains("&quot;>&lt;script>"),
            "{arrived}"
        );
    }
}
