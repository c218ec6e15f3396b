//! HTTP tests against workerd: a file for each resource and for rules common to all of them.
//!
//! They are started by `cargo xtask test http`, share one edge, and may not stop or restart it.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod abuse;
mod addresses;
mod assistant;
mod channel;
mod console;
mod console_cases;
mod content;
mod customer;
mod entities;
mod exact;
mod guide;
mod health;
mod mail_server;
mod me;
mod opening;
mod pages;
mod participations;
mod pasted;
mod place;
mod preflight;
mod releases;
mod staff;
mod systems;
mod uploads;
