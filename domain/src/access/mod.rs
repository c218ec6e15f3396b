//! Staff: people and their roles, sign-in, sessions and permissions.
//!
//! Every console route asks `policy` before it reads or writes. Nothing here may know HTTP.

pub mod oidc;
pub mod policy;
pub mod session;
pub mod staff;
pub mod staff_update;
