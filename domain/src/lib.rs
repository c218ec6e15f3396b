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
pub mod action;
pub mod agreement;
pub mod attachment;
pub mod bearer;
pub mod calendar;
pub mod case;
pub mod charter;
pub mod checksum;
pub mod clock;
pub mod clocks;
pub mod colleague;
pub mod contact;
pub mod customer;
pub mod deed;
pub mod digits;
pub mod document;
pub mod engagement;
pub mod entity;
pub mod erasure;
pub mod escalation;
pub mod evaluation;
pub mod event;
pub mod idempotency;
pub mod kind;
pub mod life_cycle;
pub mod limit;
pub mod notice;
pub mod office;
pub mod origin;
pub mod participation;
pub mod picture;
pub mod priority;
pub mod proof;
pub mod queue;
pub mod reference;
pub mod search;
pub mod session;
pub mod settings;
pub mod sign_in;
pub mod signature;
pub mod staff;
pub mod stage;
pub mod standing;
pub mod submission;
pub mod template;
pub mod text;
pub mod tracking;
pub mod upload;
pub mod wire;

mod hex;

pub use jiff::Timestamp;
