//! Domain rules of Sawtak: the shape of a participation and the actions that its life cycle allows.
//!
//! The edge, the form, the widget and the console depend on this crate. It is pure: it does no I/O,
//! reads no clock and draws no random bytes. Ids, entropy and the time are arguments. Nothing in it
//! may know a browser, a worker or a database.
//!
//! # Where to start
//!
//! [`wire::Submission::parse`] checks a request, and
//! [`case::receipt::receive`] returns the participations, events and acknowledgement that
//! the store writes in one batch. The customer keeps a [`reference`] and a tracking key
//! ([`intake::tracking`]). [`media`] holds the rules for uploads and attachments. A [`case`] is the
//! participation afterwards; [`case::life_cycle`] is its table of actions, and [`sla`] its promised
//! times. [`access::policy`] decides permissions, and [`search`] finds cases by their words.
//! [`wire`] holds the JSON shapes that both ends of the HTTP contract share.

pub mod absence;
pub mod access;
pub mod alert;
pub mod assistant;
pub mod bilingual;
pub mod case;
pub mod channel;
pub mod crypto;
pub mod delivery;
pub mod endpoint;
pub mod entity;
pub mod figures;
pub mod guide;
pub mod input;
pub mod intake;
pub mod media;
pub mod notice;
pub mod open311;
pub mod open_data;
pub mod profile;
pub mod reference;
pub mod retention;
pub mod saved_view;
pub mod search;
pub mod sla;
pub mod slug;
pub mod staff;
pub mod staff_notice;
pub mod statistics;
pub mod system;
pub mod text;
pub mod webhook;
pub mod wire;

mod hex;
pub mod id;
pub mod language;

pub use jiff::{Timestamp, civil::Date};
