//! `cargo xtask bench`: what the project weighs, and how the widget compares with what a web team could take instead, in the same browser on the
//! same day.

mod peers;
mod report;
pub(crate) mod size;
mod statistics;
pub(crate) mod why;
pub(crate) mod widget;
