//! Operations that several callers share: taking a submission in, acting on a case, looking one up,
//! queueing notices.
//!
//! Handlers, pages and cron jobs call them. Each asks the domain and writes one batch. SQL and
//! status codes don't belong here.

pub(crate) mod absence;
pub(crate) mod alerts;
pub(crate) mod asset_manifest;
pub(crate) mod assistant;
pub(crate) mod author;
pub(crate) mod case;
pub(crate) mod contact;
pub(crate) mod csv;
pub(crate) mod deliveries;
pub(crate) mod entity_policies;
pub(crate) mod erasure;
pub(crate) mod figures;
mod files;
pub(crate) mod intake;
pub(crate) mod lookup;
pub(crate) mod mention;
pub(crate) mod notices;
pub(crate) mod place;
pub(crate) mod profile;
pub(crate) mod rate_limit;
pub(crate) mod sign_ins;
pub(crate) mod staff_updates;
pub(crate) mod status;
pub(crate) mod system;
pub(crate) mod webhook;
pub(crate) mod work;

pub(crate) use files::{file_digests, scans, transcription};
