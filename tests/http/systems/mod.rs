//! Calls of entities' own systems, with keys of their entities.

mod cases;
mod contract_examples;
mod figures;
pub(crate) mod open311;
mod open311_clients;
mod typescript_client;
