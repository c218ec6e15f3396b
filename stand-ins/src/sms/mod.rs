//! Gateways for text messages, in Twilio's and in Unifonic's shape.
//!
//! `rules` holds what gateways refuse towards the Emirates. What is accepted is shown in the demo
//! site's outbox, and reported as delivered.

mod rules;
mod twilio;
mod unifonic;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{Router, routing::post};
use serde_json::{Value, json};

use crate::common::Common;

/// Accepted text messages, and what tests change.
pub(crate) struct Texts {
    common: Arc<Common>,
    /// Code of the error that the next message ends with, after it was accepted.
    fails: Mutex<Option<u32>>,
    /// Messages that Twilio's shape has accepted.
    accepted: Mutex<Vec<Accepted>>,
}

/// An accepted message, and the time in milliseconds.
struct Accepted {
    at: u64,
    text: Text,
}

pub(crate) fn routes() -> Router<Arc<Texts>> {
    Router::new()
        .route("/twilio/2010-04-01/Accounts/{account}/{file}", post(twilio::send).get(twilio::list))
        .route("/unifonic/rest/SMS/messages", post(unifonic::send))
}

/// Routes of what people do.
pub(crate) fn people() -> Router<Arc<Texts>> {
    Router::new().route("/people/texts/{number}", post(twilio::write))
}

impl Texts {
    pub(crate) fn new(common: &Arc<Common>) -> Self {
        Self { common: Arc::clone(common), fails: Mutex::default(), accepted: Mutex::default() }
    }

    /// Has the next accepted message fail with this code.
    pub(crate) fn fail_next(&self, code: u32) {
        *lock(&self.fails) = Some(code);
    }

    fn failure(&self) -> Option<u32> {
        lock(&self.fails).take()
    }
}

/// Locks and ignores poisoning: values are stored whole or not at all.
fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A message that was accepted.
#[derive(Clone)]
struct Text {
    id: String,
    gateway: &'static str,
    from: String,
    to: String,
    body: String,
}

/// Shows a message in the demo site's outbox.
async fn arrive(channel: &Texts, text: &Text) {
    let message = json!({
        "type": "text", "id": text.id, "gateway": text.gateway, "from": text.from, "to": text.to,
        "text": text.body, "parts": rules::parts(&text.body),
    });
    let request =
        channel.common.client.post(format!("{}/outbox/arrived", channel.common.settings.demo));
    // Without a demo site nobody looks.
    let _ = request.json::<Value>(&message).send().await;
}

#[cfg(test)]
mod tests;
