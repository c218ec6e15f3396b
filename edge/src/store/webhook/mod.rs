//! Webhooks of entities, and the messages to them.

pub(crate) mod deliveries;
pub(crate) mod webhooks;
