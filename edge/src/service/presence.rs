//! The rule for how long staff count as present on a case. The console's handler and the cron job
//! that deletes old presences share it.

/// Time for which a person counts as present after their last message, in seconds.
pub(crate) const MEMORY: i64 = 30;
