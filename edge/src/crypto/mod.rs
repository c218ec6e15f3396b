//! Sealing of contacts, and the keys it is done with.
//!
//! Services and cron jobs call it; the platform's Web Crypto does the arithmetic. No key may be logged.

pub(crate) mod contact;
pub(crate) mod keyring;
pub(crate) mod seal;
