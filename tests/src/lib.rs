//! Helpers shared by the tests that drive the running system from outside.
//! - [`server`] has the addresses of the running system, [`workerd`] starts an edge of a test's own
//!   that may be killed.
//! - [`client`] is a visitor over HTTP, [`uploads`] a resumable upload, whole or in single steps,
//!   [`browser`] a visitor with a browser.
//! - [`clerk`] is a member of staff over HTTP, [`staff`] writes actions of staff to the database
//!   that [`database`] opens.
//! - [`host`] is the user of the page that embeds the widget, [`website`] serves a page of a test's
//!   own.
//! - [`receiver`] receives notices, [`delivery`] has the systems that carry them, [`provider`] is
//!   an identity provider behind a proxy that can falsify its answers, [`scanner`] is a malware
//!   scanner or breaks its protocol, [`stand_ins`] has the channels and a machine that transcribes,
//!   [`server::tls`] puts TLS in front of a server, [`sign_in`] signs staff in to the console.
//! - [`channel`] has the other sides of channels, such as the API of a messenger.
//! - [`fixtures`] makes test data, [`sound`] makes and compares speech, [`words`] reads the
//!   widget's words.
//! - [`assertions`] checks responses, and published files by programs that share no code with us,
//!   [`html`] reads values from pages, [`transcript`] normalises texts for comparison, [`typed`]
//!   records texts that no log may contain.
//!
//! The test targets call these helpers. Run them through `cargo xtask test http` and
//! `cargo xtask test browser`, which start the system and pass its addresses. Tests of the system
//! do not belong here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "helpers of tests may panic as tests do"
)]

pub mod assertions;
pub mod browser;
pub mod channel;
pub mod clerk;
pub mod client;
pub mod database;
pub mod delivery;
pub mod fixtures;
pub mod host;
pub mod html;
pub mod known_year;
pub mod mail;
pub mod outbox;
pub mod provider;
pub mod receiver;
pub mod scanner;
pub mod schema;
pub mod server;
pub mod sign_in;
pub mod sound;
pub mod staff;
pub mod stand_ins;
pub mod transcript;
pub mod typed;
pub mod uploads;
pub mod website;
pub mod words;
pub mod workerd;
