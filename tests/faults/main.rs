//! Tests against workerd under faults such as kills and lack of resources, one file for each kind
//! of fault.
//!
//! They are started by `cargo xtask test faults`. Each test starts an edge of its own, so that a
//! fault affects no other test.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod absence;
mod channel;
mod clock;
mod delivery;
mod entity_systems;
mod figures;
mod flood;
mod full;
mod history;
mod hold;
mod idempotency;
mod killed;
mod mail;
mod migration;
mod operation;
mod other_systems;
mod plans;
mod releases;
mod secrets;
mod storage;
mod time;
mod uploads;
mod versions;
mod webhooks;
