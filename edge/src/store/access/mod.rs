//! Tables of staff: their accounts and roles, their sessions, their sign-ins in progress, updates
//! that wait for a second person, absences, the log of security events, and what people have done
//! and read over all cases; and the API keys of entities.
//!
//! The sign-in, the session's extractor and the administration of people call it.
//! `domain::access::policy` decides who may do what; nothing here asks.

pub(crate) mod absences;
pub(crate) mod activity;
pub(crate) mod api_keys;
pub(crate) mod introductions;
pub(crate) mod people;
pub(crate) mod security_events;
pub(crate) mod sessions;
pub(crate) mod sign_ins;
pub(crate) mod staff;
pub(crate) mod staff_requests;
