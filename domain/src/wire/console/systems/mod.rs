//! Access of an entity's own systems: the keys that they call with, and the webhooks that tell them
//! what happened.

mod keys;
mod webhooks;

pub use keys::{KeyView, Keys, MadeKey, NewKey};
pub use webhooks::{
    ChangedWebhook, DELIVERIES_PAGE, DeliveryState, NewWebhook, NewWebhookSecret, QueuedDelivery,
    Webhook, WebhookDeliveries, WebhookDelivery, Webhooks,
};
