//! The calls of the public contract: one file for each resource.
//!
//! The router names them. A handler parses, authorises, calls a service or the store, and answers.

pub(crate) mod assistant;
pub(crate) mod attachments;
pub(crate) mod author;
pub(crate) mod cases;
pub(crate) mod entities;
pub(crate) mod erasure;
pub(crate) mod figures;
pub(crate) mod guide;
pub(crate) mod health;
pub(crate) mod participations;
pub(crate) mod releases;
pub(crate) mod security_txt;
pub(crate) mod status;
pub(crate) mod uploads;
