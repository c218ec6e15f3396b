//! E-mail: the addresses that people write to, the senders that get no answer, and what becomes of
//! a mail.
//!
//! The edge parses the MIME structure and reads the store; [`plan::plan`] decides. The `From` of a
//! mail proves nothing: a reply belongs to a participation only if it was sent to the secret
//! address that a notice to its author named ([`address`]).

pub mod address;
pub mod letter;
pub mod plan;
mod quoted;
pub mod returned;
pub mod sender;

pub use quoted::{split_quotation, unquoted};

/// Largest mail that is taken, in bytes: the platform's own limit.
pub const MAIL_MAX: u64 = 25 * 1024 * 1024;
