//! Access of staff: sign-in, sessions, permissions and changes of roles.
//!
//! Every console route asks `policy` before it reads or writes. Nothing here may know HTTP.

pub mod live;
pub mod oidc;
pub mod policy;
pub mod session;
pub mod staff_update;
