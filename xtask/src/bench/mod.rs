//! `cargo xtask bench`: what the project weighs, how the widget compares with what a web team could take instead, and the edge with the same by
//! hand, in the same run on the same machine.

pub(crate) mod console;
mod document;
pub(crate) mod edge;
mod peers;
mod report;
pub(crate) mod size;
mod statistics;
pub(crate) mod why;
pub(crate) mod widget;
