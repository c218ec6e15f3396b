//! Access of an entity's own systems: the keys that they call with, the webhooks that tell them
//! what happened, and the system in which its cases are created.

mod keys;
mod system;
mod webhooks;

pub use keys::{KeyView, Keys, MadeKey, NewKey};
pub use system::{
    CREATIONS_PAGE, ChangedSystem, ReadyTemplate, SystemAuth, SystemCase, SystemCases,
    SystemSettings, SystemState, SystemTemplate, SystemTest, ready_templates,
};
pub use webhooks::{
    ChangedWebhook, DELIVERIES_PAGE, DeliveryState, NewWebhook, NewWebhookSecret, QueuedDelivery,
    Webhook, WebhookDeliveries, WebhookDelivery, Webhooks,
};
