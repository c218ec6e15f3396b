//! `cargo xtask bench`: what the project weighs, how the widget compares with what a web team could take instead, and the edge with the same by
//! hand, in the same run on the same machine.

pub(crate) mod console;
mod document;
pub(crate) mod edge;
pub(crate) mod size;
pub(crate) mod size_breakdown;
mod statistics;
pub(crate) mod widget;
