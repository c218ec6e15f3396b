//! Staff: who they are, how they sign in, and which permissions they have.
//!
//! Every console route asks `policy` before it reads or writes. Nothing here may know HTTP.

pub mod oidc;
pub mod policy;
pub mod session;
pub mod staff;
pub mod staff_update;
