//! The rule for how long staff count as present on a case. The console's handler and the cron job
//! that deletes old presences share it.

/// How long a person stays present after their last message, in seconds.
pub(crate) const MEMORY: i64 = 30;
