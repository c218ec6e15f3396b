//! What the browser does for us, a file for each of its services.

pub(crate) mod api;
pub(crate) mod clock;
pub(crate) mod proof;
pub(crate) mod random;
pub(crate) mod recorder;
pub(crate) mod save;
pub(crate) mod storage;
pub(crate) mod upload;
pub(crate) mod web_lock;
