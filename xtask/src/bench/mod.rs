//! `cargo xtask bench`: sizes, comparisons of the widget with its peers and of the edge with the
//! same API in hand-written JavaScript, and times of the console and of webhooks, in one run on one
//! machine.

pub(crate) mod assistant;
pub(crate) mod channels;
pub(crate) mod console;
mod document;
pub(crate) mod edge;
pub(crate) mod figures;
pub(crate) mod size;
pub(crate) mod size_breakdown;
mod statistics;
pub(crate) mod widget;
