//! What the browser does for us, a file for each of its services.

pub mod api;
pub mod clock;
pub mod random;
pub mod recorder;
pub mod save;
pub mod upload;
