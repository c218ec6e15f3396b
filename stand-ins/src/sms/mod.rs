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
}

pub(crate) fn routes() -> Router<Arc<Texts>> {
    Router::new()
        .route("/twilio/2010-04-01/Accounts/{account}/{file}", post(twilio::send))
        .route("/unifonic/rest/SMS/messages", post(unifonic::send))
}

impl Texts {
    pub(crate) fn new(common: &Arc<Common>) -> Self {
        Self { common: Arc::clone(common), fails: Mutex::default() }
    }

    /// Has the next accepted message fail with this code.
    pub(crate) fn fail_next(&self, code: u32) {
        *self.lock() = Some(code);
    }

    fn failure(&self) -> Option<u32> {
        self.lock().take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<u32>> {
        self.fails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An accepted message.
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
