//! `cargo xtask bench widget`: how the widget compares with what a web team could take instead, in the same browser on the same day.

mod peers;
mod report;
mod statistics;
mod widget;

pub(crate) use widget::run;
