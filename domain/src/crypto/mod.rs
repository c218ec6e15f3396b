//! Bearer tokens, HMACs, key derivation, signed links and signatures of webhooks.
//!
//! Intake, sessions and notices derive their secrets here. Nothing here may draw random bytes: they
//! are an argument.

pub mod bearer;
pub mod signature;
