//! Other sides of channels, for an edge of a test's own.

pub mod whatsapp;
