//! Channels by which messages come from other systems, one file or folder each.

pub(crate) mod mail;
