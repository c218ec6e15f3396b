//! Webhooks of entities: messages to an entity's own systems that something happened to a case.
//!
//! Each message is a Standard Webhook whose body is a `CloudEvent`. It tells that something
//! happened, to which case, and where to ask for more: no words and no contact of anybody. `url`
//! says which addresses are taken, `event_type` which events of a case are told, `secret` signs,
//! `retry` says when an attempt is repeated and when an endpoint is switched off, `resolver` reads
//! the answers of a name resolver. The body's shape is [`crate::wire::WebhookEvent`].

pub mod event_type;
pub mod resolver;
pub mod retry;
pub mod secret;
pub mod snapshot;
pub mod url;

use crate::id::Id;

use event_type::EventTypes;
use url::WebhookUrl;

/// Most webhooks of an entity.
pub const WEBHOOKS_MAX: usize = 20;

/// Id of a webhook.
pub type WebhookId = Id<OfWebhook>;

/// Subject of a [`WebhookId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfWebhook {}

/// Reason why a message isn't sent when somebody asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// Webhook or system that gets nothing.
    #[error("this is off: switch it on first")]
    Off,
    /// Message without an outcome.
    #[error("this message is still waiting: it is sent by itself")]
    Waiting,
    /// Case that the entity's system has.
    #[error("this case is there already")]
    Done,
}

/// Id of a delivery: one event for one webhook. It is the message's `webhook-id`, and stays the
/// same with every attempt.
pub type DeliveryId = Id<OfDelivery>;

/// Subject of a [`DeliveryId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfDelivery {}

/// Wish of an entity to be told of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Address that is told.
    pub url: WebhookUrl,
    /// Types of the events.
    pub types: EventTypes,
}
