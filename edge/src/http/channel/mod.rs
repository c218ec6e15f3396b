//! Webhooks of messengers. A handler checks who calls, stores what came, and answers at once.

pub(crate) mod instagram;
pub(crate) mod sms;
pub(crate) mod whatsapp;
pub(crate) mod x;
