//! Sessions of staff and customers: their lifetime, and the token that the browser holds.

use jiff::Timestamp;

use crate::crypto::bearer::BearerToken;

/// Idle time after which a session ends, in seconds. Calls that a timer of the console makes count
/// as idle time.
pub const IDLE: i64 = 30 * 60;

/// Age at which a session ends even if it is in use, in seconds: a long working day.
pub const AGE: i64 = 10 * 60 * 60;

/// Accuracy of the stored time of the last request, in seconds. It saves a write on most requests.
const ACCURACY: i64 = 60;

/// Session token of 256 random bits, which the browser holds.
pub type Token = BearerToken<32>;

/// Session of a person who has signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Time of the sign-in.
    pub created_at: Timestamp,
    /// Time of the last request, to within a minute.
    pub seen_at: Timestamp,
}

impl Session {
    /// Returns the time at which the session ends if no further request arrives.
    pub fn ends_at(self) -> Timestamp {
        let [idle, old] = [(self.seen_at, IDLE), (self.created_at, AGE)].map(|(since, seconds)| {
            Timestamp::from_second(since.as_second() + seconds).unwrap_or(Timestamp::MAX)
        });
        idle.min(old)
    }

    /// Returns whether the session is still valid.
    pub fn holds(self, now: Timestamp) -> bool {
        now < self.ends_at()
    }

    /// Returns the session with `now` as its last request, or `None` if too little time has passed
    /// to store that.
    pub fn seen(self, now: Timestamp) -> Option<Self> {
        (now.as_second() - self.seen_at.as_second() >= ACCURACY)
            .then_some(Self { seen_at: now, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn session(created: i64, seen: i64) -> Session {
        Session { created_at: at(created), seen_at: at(seen) }
    }

    #[test]
    fn it_ends_after_half_an_hour_of_nothing() {
        assert!(session(0, 100).holds(at(100 + IDLE - 1)));
        assert!(!session(0, 100).holds(at(100 + IDLE)));
    }

    #[test]
    fn it_ends_after_a_day_of_work_whatever_is_done() {
        let busy = session(0, AGE - 1);
        assert!(busy.holds(at(AGE - 1)) && !busy.holds(at(AGE)));
    }

    #[test]
    fn being_seen_is_written_down_once_a_minute() {
        assert_eq!(session(0, 10).seen(at(10 + ACCURACY - 1)), None);
        assert_eq!(session(0, 10).seen(at(10 + ACCURACY)), Some(session(0, 10 + ACCURACY)));
    }
}
