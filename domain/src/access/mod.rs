//! Access of staff: sign-in, sessions, permissions, changes of roles, and security events; API keys
//! of the entities' systems.
//!
//! Every console route asks `policy` before it reads or writes. Nothing here may know HTTP.

pub mod activity;
pub mod api_key;
pub mod live;
pub mod oidc;
pub mod policy;
pub mod security_event;
pub mod session;
pub mod sight;
pub mod staff_update;
