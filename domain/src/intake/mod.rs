//! Intake of submissions: parsing, channel, contact, place, idempotency, tracking key, rate limits,
//! proof of work, form tokens and registered origins.
//!
//! `submission` parses a request; `case::receipt` turns the result into the rows to store. The
//! edge's intake service calls both. Nothing here may know what happens to a case afterwards; that
//! is `case`.

pub mod channel;
pub mod contact;
pub mod form_token;
pub mod idempotency;
pub mod kind;
pub mod one_time_code;
pub mod origin;
pub mod place;
pub mod proof;
pub mod rate_limit;
pub mod submission;
pub mod tracking;
