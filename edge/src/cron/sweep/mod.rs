//! Jobs that delete what has expired, one file for each. None of them is urgent.

pub(super) mod limits;
pub(super) mod proofs;
pub(super) mod security_events;
pub(super) mod sessions;
pub(super) mod staff_requests;
