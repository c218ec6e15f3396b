//! Where a case stands in the queues: a text that sorts by what is due first.

use domain::{Timestamp, case::Case};

use super::cases::Times;

/// Below this is what hasn't ended.
pub(crate) const END: &str = "~";

/// The year 2286, from which what has ended is counted backwards: the latest comes first.
const FAR: i64 = 9_999_999_999;

/// What is due stands at its time, what stands still behind all that, and what has ended behind that.
pub(crate) fn of(case: &Case, times: &Times, now: Timestamp) -> String {
    match times.next_due {
        Some(due) => due.to_string(),
        None if case.ended_at.is_none() => format!("|{}", times.due.resolution),
        None => format!("{END}{:010}", FAR - now.as_second()),
    }
}
