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

use crate::world::World;

/// Accepted text messages, and what tests change.
#[derive(Default)]
pub(crate) struct Texts(Mutex<State>);

#[derive(Default)]
struct State {
    /// Code of the error that the next message ends with, after it was accepted.
    fails: Option<u32>,
}

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/twilio/2010-04-01/Accounts/{account}/{file}", post(twilio::send))
        .route("/unifonic/rest/SMS/messages", post(unifonic::send))
}

impl Texts {
    /// Has the next accepted message fail with this code.
    pub(crate) fn fail_next(&self, code: u32) {
        self.lock().fails = Some(code);
    }

    fn failure(&self) -> Option<u32> {
        self.lock().fails.take()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
async fn arrive(world: &World, text: &Text) {
    let message = json!({
        "type": "text", "id": text.id, "gateway": text.gateway, "from": text.from, "to": text.to,
        "text": text.body, "parts": rules::parts(&text.body),
    });
    let request = world.client.post(format!("{}/outbox/arrived", world.settings.demo));
    // Without a demo site nobody looks.
    let _ = request.json::<Value>(&message).send().await;
}

#[cfg(test)]
mod tests;
