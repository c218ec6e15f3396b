//! Bearer tokens and signed links.
//!
//! Intake, sessions and notices derive their secrets here. Nothing here may draw random bytes: they
//! are an argument.

pub mod bearer;
pub mod signature;
