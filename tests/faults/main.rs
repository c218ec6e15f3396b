//! Against workerd, killed and starved: a file for each kind of fault.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod clock;
mod flood;
mod full;
mod history;
mod idempotency;
mod killed;
mod memory;
mod migration;
mod operation;
mod outbox;
mod plans;
mod provider;
mod public_client;
mod secrets;
mod storage;
mod time;
mod writers;
