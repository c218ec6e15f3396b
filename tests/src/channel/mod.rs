//! Other sides of channels, for an edge of a test's own.

pub mod accounts;
pub mod whatsapp;
