//! Browser services, each in a file of its own.
//!
//! The session and the views call them. They know neither session nor views.

pub(crate) mod activity;
pub(crate) mod address;
pub(crate) mod api;
pub(crate) mod clock;
pub(crate) mod download;
mod early;
pub(crate) mod intl;
pub(crate) mod language;
pub(crate) mod notification;
pub(crate) mod page;
pub(crate) mod random;
pub(crate) mod socket;
pub(crate) mod storage;
pub(crate) mod translation;
pub(crate) mod unsaved;
pub(crate) mod upload;
pub(crate) mod validity;
