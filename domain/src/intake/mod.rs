//! The way of a submission into the system: parsing, contact, limits and proof of work.
//!
//! `submission` parses a request, `participation` turns the result into the rows to store. The edge's
//! intake service calls both. Nothing here may know what happens to a case afterwards; that is `case`.

pub mod contact;
pub mod idempotency;
pub mod kind;
pub mod origin;
pub mod participation;
pub mod proof;
pub mod rate_limit;
pub mod submission;
