//! Webhooks of an entity, and the log of messages to them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    reference::Reference,
    webhook::{DeliveryId, WebhookId, event_type::EventType, retry::Off},
};

/// Most messages that the log of a webhook lists.
pub const DELIVERIES_PAGE: u32 = 100;

/// `GET /console/api/entities/{entity}/webhooks`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhooks {
    /// Webhooks, the oldest first.
    pub webhooks: Vec<Webhook>,
}

/// Webhook of an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Id of the webhook.
    pub id: WebhookId,
    /// Address that is told.
    pub url: String,
    /// Types of the events.
    pub types: Vec<EventType>,
    /// Reason why it gets nothing; `None` if it is on.
    pub off: Option<Off>,
    /// Time of the first failure since the last success.
    pub failing_since: Option<Timestamp>,
    /// Time until which the secret that was replaced last signs too.
    pub former_until: Option<Timestamp>,
    /// Time at which it was added.
    pub created_at: Timestamp,
}

/// `POST /console/api/entities/{entity}/webhooks`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWebhook {
    /// Address to tell.
    pub url: String,
    /// Names of the events' types.
    pub types: Vec<String>,
}

/// `PUT /console/api/entities/{entity}/webhooks/{webhook}`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedWebhook {
    /// Address and types.
    #[serde(flatten)]
    pub subscription: NewWebhook,
    /// False to switch it off.
    pub on: bool,
}

/// Secret of a new webhook, or a further one of another. It is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewWebhookSecret {
    /// Id of the webhook.
    pub id: WebhookId,
    /// Secret: `whsec_` and base64.
    pub secret: String,
    /// Time until which the former secret signs too; `None` if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former_until: Option<Timestamp>,
}

/// Answer to a test or a replay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuedDelivery {
    /// Id of the message, its `webhook-id`.
    pub id: DeliveryId,
}

/// `GET /console/api/entities/{entity}/webhooks/{webhook}/deliveries`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDeliveries {
    /// Messages, the latest first.
    pub deliveries: Vec<WebhookDelivery>,
}

/// State of a message to a webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It waits for its next attempt.
    Waiting,
    /// The endpoint has taken it.
    Delivered,
    /// It was given up.
    Failed,
}

/// Message to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookDelivery {
    /// Id of the message, its `webhook-id`.
    pub id: DeliveryId,
    /// Type of the event; `webhook.test` for a test.
    #[serde(rename = "type")]
    pub kind: String,
    /// Participation in question; `None` for a test.
    pub reference: Option<Reference>,
    /// Time of the event.
    pub at: Timestamp,
    /// State of the message.
    pub state: DeliveryState,
    /// Status code of the last answer.
    pub status: Option<u16>,
    /// Reason why there was no answer.
    pub reason: Option<String>,
    /// Number of attempts.
    pub attempts: u32,
    /// Time of the next attempt, while it waits.
    pub next_attempt: Option<Timestamp>,
}
