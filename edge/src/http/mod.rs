//! Handlers, one file for each resource. A handler parses the request, calls a service or the
//! store, and answers.
//!
//! The router names them. Rules and SQL don't belong here.

pub(crate) mod channel;
pub(crate) mod console;
#[cfg(test)]
mod contract;
pub(crate) mod delivery;
pub(crate) mod open311;
pub(crate) mod public;
