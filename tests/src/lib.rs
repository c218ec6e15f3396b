//! Sawtak from outside: what the tests against the running system share.
//!
//! Where to start: [`server`] says where the system runs, [`workerd`] starts an edge of a test's own to be killed, [`client`] is the visitor that speaks HTTP, [`uploads`] the resumable
//! upload in single steps, [`browser`] the visitor with a keyboard, [`host`] the people of the page that the box is on, [`website`] a page of a test's own, [`receiver`] whoever delivers notices, [`sign_in`] staff on their way into the console, [`provider`] one that lies, [`typed`] what no log may hold. [`fixtures`] makes what they send, [`assertions`] checks what
//! comes back. Run them through `cargo xtask test http` and `cargo xtask test browser`: it starts the system and says where it is.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "helpers of tests may panic as tests do"
)]

pub mod assertions;
pub mod browser;
pub mod clerk;
pub mod client;
pub mod database;
pub mod fixtures;
pub mod host;
pub mod html;
pub mod provider;
pub mod receiver;
pub mod schema;
pub mod server;
pub mod sign_in;
pub mod sound;
pub mod staff;
pub mod transcript;
pub mod typed;
pub mod uploads;
pub mod website;
pub mod words;
pub mod workerd;
