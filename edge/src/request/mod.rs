//! Parts of a request that several handlers read: headers, JSON bodies, byte ranges, cookies,
//! the session.
//!
//! Handlers under `http` and `pages` take them. Nothing here may decide or write.

pub(crate) mod byte_range;
pub(crate) mod client_id;
pub(crate) mod cookie;
pub(crate) mod etag;
pub(crate) mod headers;
pub(crate) mod in_progress;
pub(crate) mod json;
pub(crate) mod session;
