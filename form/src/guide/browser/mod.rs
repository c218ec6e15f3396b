//! Services of the browser, one a file.

pub(crate) mod api;
pub(crate) mod clock;
pub(crate) mod proof;
pub(crate) mod random;
pub(crate) mod recorder;
pub(crate) mod save;
pub(crate) mod storage;
pub(crate) mod upload;
pub(crate) mod web_lock;
