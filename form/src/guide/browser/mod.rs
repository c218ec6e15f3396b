//! Services of the browser, one file for each: network, storage, recorder, clock, locks.
//!
//! The session and the parts call them. Nothing here may know a view or the state of a form.

pub(crate) mod api;
pub(crate) mod clock;
pub(crate) mod container;
pub(crate) mod proof;
pub(crate) mod random;
pub(crate) mod recorder;
pub(crate) mod save;
pub(crate) mod storage;
pub(crate) mod thumbnail;
pub(crate) mod upload;
pub(crate) mod web_lock;
