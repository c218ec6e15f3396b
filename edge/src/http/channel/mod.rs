//! Webhooks of messengers. A handler checks who calls, stores what came, and answers at once.

pub(crate) mod whatsapp;
