//! Promised times: agreements, timers, escalation levels and working calendars.
//!
//! `case` starts and stops timers; the edge's cron jobs ask when one is due. Nothing here may know
//! an action or a stage.

pub mod agreement;
pub mod calendar;
pub mod escalation;
pub mod priority;
pub mod timer;
pub mod timer_result;
pub mod timers;
