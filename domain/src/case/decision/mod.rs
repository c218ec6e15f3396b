//! Decision about an action on a case: its effect, the reasons against it, and the actions that are
//! possible now or that a timer takes.

mod apply;
mod available_actions;
mod decide;
mod delay;
mod news;
mod next_timer;
mod refusal;

pub use decide::{Circumstances, Command, Decided};
pub use refusal::Refusal;
