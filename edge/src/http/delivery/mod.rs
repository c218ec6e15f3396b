//! Calls of gateways and providers: their reports about messages that went out.
//!
//! The router names them. Each checks who calls before it reads the report.

pub(crate) mod mail;
pub(crate) mod sms;
