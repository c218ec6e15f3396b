//! Channels: the rules of taking part by a messenger, by text message or by e-mail.
//!
//! [`capability`] says what a channel can carry. [`conversation`] is what a person and Sawtak say
//! to one another there: a state machine from messages to effects. [`whatsapp`], [`instagram`] and
//! [`x`] parse webhooks, of which each [`message`] goes to the conversation of its sender, and
//! [`mention`] is a public post that names the service. [`mail`] has the addresses of mail, its
//! senders, and what becomes of a mail.
//!
//! The edge's consumers of webhooks call this module: they open the sealed conversation of an
//! address, hand over what came, and carry out the effects. `pages::chat` puts phrases into words,
//! within the channel's capability. `wire::parse::conversation` makes a `wire::Submission` of a
//! complete draft, since this module may not name `wire`. Nothing here sends anything, or knows a
//! token, where something is stored, or a word that is shown; only words that people
//! type are here.

pub mod capability;
pub mod conversation;
pub mod instagram;
pub mod mail;
pub mod mention;
pub mod message;
pub mod whatsapp;
pub mod x;

pub use capability::{Capability, MediaKind};
pub use conversation::Conversation;

/// Days after its last message in which the address of a person at a messenger is deleted, unless a
/// participation came from it.
pub const ADDRESS_DAYS: u32 = 30;
