//! Figures: what decision makers and the public read, counted from the histories of cases.
//!
//! [`contribution`](contribution::Contribution) is all that one case adds to any figure, a pure
//! function of its milestones. The edge adds the difference that an event makes to the tallies, in
//! the event's own batch. So the tallies always equal the sum over all histories, through undo,
//! reopening, transfers and erasure, and `cargo xtask verify-figures` proves it.
//!
//! `counts` names the counters, `tally` says under which keys they are stored, and `catalogue` says
//! which figures follow from them. Nothing here knows the present time: what depends on it, such as
//! the cases that are overdue now, is read from the queues.

pub mod catalogue;
pub mod contribution;
pub mod counted;
pub mod counts;
pub mod figure;
#[cfg(test)]
mod law;
pub mod lesson;
pub mod period;
pub mod table;
pub mod tally;
pub mod volume;
