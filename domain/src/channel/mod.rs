//! Channels: the rules of taking part by a messenger, by text message or by e-mail.
//!
//! [`capability`] says what a channel can carry. [`conversation`] is what a person and Sawtak say
//! to one another there: a state machine from messages to effects. [`language`] detects the
//! language that somebody writes in.
//!
//! The edge's consumers of webhooks call this module: they open the sealed conversation of an
//! address, hand over what came, and carry out the effects. `pages::chat` puts phrases into words,
//! within the channel's capability. `wire::parse::conversation` makes a `wire::Submission` of a
//! complete draft, since this module may not name `wire`. [`whatsapp`] is the JSON of that
//! messenger; nothing else here knows one, or an address of a person. No word that is shown is
//! here, only words that people type.

pub mod capability;
pub mod conversation;
pub mod language;
pub mod whatsapp;

pub use capability::{Capability, MediaKind};
pub use conversation::Conversation;
pub use language::Language;
