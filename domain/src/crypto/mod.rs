//! Bearer tokens, signed links and the tracking key.
//!
//! Intake, sessions and notices derive their secrets here. Randomness comes in as an argument.

pub mod bearer;
pub mod signature;
pub mod tracking;
