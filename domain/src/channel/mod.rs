//! Channels by which messages come from other systems: what a message means, as pure functions.

pub mod mail;
