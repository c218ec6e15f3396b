//! How long someone stays signed in, and what their browser holds meanwhile.

use jiff::Timestamp;

use crate::crypto::bearer::BearerToken;

/// After how long without a request someone is signed out, in seconds.
pub const IDLE: i64 = 30 * 60;

/// After how long they are signed out whatever they do, in seconds: a long working day.
pub const AGE: i64 = 10 * 60 * 60;

/// How exactly it is known when someone was last seen, in seconds: not every request is worth writing down.
const ACCURACY: i64 = 60;

/// 256 random bits, which the browser holds.
pub type Token = BearerToken<32>;

/// When someone signed in, and when they were last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When they signed in.
    pub created_at: Timestamp,
    /// When they did something last.
    pub seen_at: Timestamp,
}

impl Session {
    /// When it ends if nothing is done until then.
    pub fn ends_at(self) -> Timestamp {
        let [idle, old] = [(self.seen_at, IDLE), (self.created_at, AGE)].map(|(since, seconds)| {
            Timestamp::from_second(since.as_second() + seconds).unwrap_or(Timestamp::MAX)
        });
        idle.min(old)
    }

    /// Whether whoever has it is signed in.
    pub fn holds(self, now: Timestamp) -> bool {
        now < self.ends_at()
    }

    /// The same for someone who has just done something, if that is worth writing down.
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
