//! Bearer tokens, signed links and the tracking key.
//!
//! Intake, sessions and notices derive their secrets here. Nothing here may draw random bytes: they
//! are an argument.

pub mod bearer;
pub mod signature;
pub mod tracking;
