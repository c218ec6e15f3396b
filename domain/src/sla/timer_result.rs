//! Results of a case's timers: which promise was kept, and which wasn't.
//!
//! A promise is judged once, at the earlier of the moment when it's met and the moment when it's
//! due. The event of that moment records the result with the working time spent and promised, so
//! that the history proves it: a calendar that is changed later moves no result. The figures count
//! nothing else.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{sla::escalation::TimerName, slug::Slug};

/// Result of a timer, as an event records it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerResult {
    /// Timer.
    pub clock: TimerName,
    /// Entity that had made the promise.
    pub entity: Slug,
    /// Working time spent, in whole minutes.
    pub spent: u32,
    /// Working time promised, in whole minutes.
    pub budget: u32,
    /// Day of the result, in the zone of the entity that received the participation.
    pub day: Date,
    /// Outcome of the promise.
    pub outcome: TimerOutcome,
}

/// Outcome of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerOutcome {
    /// Met within the promised time. Final.
    Kept,
    /// Not met when the promised time had passed. Final, whatever comes later.
    Missed,
    /// Met after it was missed. No verdict, but the time that it took.
    Late,
}

impl TimerResult {
    /// Returns whether this is the verdict on the promise: [`TimerOutcome::Late`] only follows one.
    pub const fn is_verdict(&self) -> bool {
        !matches!(self.outcome, TimerOutcome::Late)
    }

    /// Returns the working time that it took to meet the promise, in minutes, if it was met.
    pub const fn taken(&self) -> Option<u32> {
        match self.outcome {
            TimerOutcome::Kept | TimerOutcome::Late => Some(self.spent),
            TimerOutcome::Missed => None,
        }
    }
}
