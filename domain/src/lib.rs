//! What a participation is and what may happen to it.
//!
//! This crate is pure: it does no I/O, reads no clock and draws no randomness; identifiers, random bytes and `now` come in as
//! arguments. Nothing in it knows a browser, a worker or a database.
//!
//! # Where to start
//!
//! [`submission::Submission::parse`] turns what a visitor sent ([`wire::Submission`]) into something that is known to be
//! right, and [`participation::receive`] turns that into the participations, events and acknowledgement that the store
//! writes at once. [`reference`] and [`tracking`] hold the two things that a customer carries away; [`upload`] and [`attachment`] the
//! rules for media. [`case`] is what happens to a participation afterwards, by the table in [`life_cycle`]. [`access`] says who may
//! do it and [`search`] how what was said is found again. [`wire`] holds the shapes that both ends of the HTTP contract share.

pub mod access;
pub mod case;
pub mod crypto;
pub mod digits;
pub mod entity;
pub mod intake;
pub mod media;
pub mod notice;
pub mod reference;
pub mod search;
pub mod sla;
pub mod text;
pub mod wire;

mod hex;

pub use jiff::Timestamp;
