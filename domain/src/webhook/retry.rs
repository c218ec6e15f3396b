//! Outcomes of attempts: when a delivery is tried again, and when an endpoint is switched off.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::notice;

/// Hours for which a delivery is tried, and for which an endpoint may fail: five days.
pub const PATIENCE_HOURS: i64 = 5 * 24;

/// Reason why a webhook gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// Somebody switched it off.
    ByHand,
    /// The endpoint answered 410: it is gone for good.
    Gone,
    /// All attempts of five days failed.
    Failing,
}

impl Off {
    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ByHand => "by_hand",
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }
}

/// Outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The endpoint has taken the message.
    Taken,
    /// The endpoint is gone for good.
    Gone,
    /// Anything else: another attempt may succeed.
    Failed,
}

impl Attempt {
    /// Returns the outcome of an answer with this status. A redirect isn't followed, so it failed.
    pub const fn of(status: u16) -> Self {
        match status {
            200..=299 => Self::Taken,
            410 => Self::Gone,
            _ => Self::Failed,
        }
    }
}

/// Health of an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Time of the first failure since the last success.
    pub failing_since: Option<Timestamp>,
    /// Reason why it gets nothing, if it's switched off.
    pub off: Option<Off>,
}

impl Health {
    /// Returns the health after an attempt at `now`.
    #[must_use]
    pub fn after(self, attempt: Attempt, now: Timestamp) -> Self {
        let since = self.failing_since.unwrap_or(now);
        match attempt {
            Attempt::Taken => Self { failing_since: None, ..self },
            Attempt::Gone => Self { failing_since: Some(since), off: Some(Off::Gone) },
            Attempt::Failed => {
                let off = (now.duration_since(since) >= patience()).then_some(Off::Failing);
                Self { failing_since: Some(since), off: self.off.or(off) }
            }
        }
    }
}

/// Returns the pause in seconds after so many failures in a row of a delivery that is tried since
/// `since`. `None` if it isn't tried again.
pub fn pause(failures: u32, first: u32, [since, now]: [Timestamp; 2]) -> Option<u32> {
    let pause = notice::pause(failures, first);
    let next = now.duration_since(since) + SignedDuration::from_secs(i64::from(pause));
    (next < patience()).then_some(pause)
}

fn patience() -> SignedDuration {
    SignedDuration::from_hours(PATIENCE_HOURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(hours: i64) -> Timestamp {
        Timestamp::from_second(hours * 3600).unwrap()
    }

    #[test]
    fn a_redirect_is_a_failure_and_410_the_end() {
        assert_eq!([200, 204, 299].map(Attempt::of), [Attempt::Taken; 3]);
        assert_eq!([100, 301, 307, 400, 404, 429, 500].map(Attempt::of), [Attempt::Failed; 7]);
        assert_eq!(Attempt::of(410), Attempt::Gone);
    }

    #[test]
    fn five_days_of_failures_alone_switch_an_endpoint_off() {
        let health = Health::default();
        let failing = health.after(Attempt::Failed, hour(0));
        assert_eq!(failing, Health { failing_since: Some(hour(0)), off: None });
        assert_eq!(failing.after(Attempt::Failed, hour(119)), failing);
        assert_eq!(failing.after(Attempt::Failed, hour(120)).off, Some(Off::Failing));
        let mended = failing.after(Attempt::Taken, hour(119));
        assert_eq!(mended, health);
        assert_eq!(mended.after(Attempt::Failed, hour(120)).off, None);
        assert_eq!(health.after(Attempt::Gone, hour(0)).off, Some(Off::Gone));
    }

    #[test]
    fn pauses_grow_and_end_after_five_days() {
        let mut now = hour(0);
        let mut pauses = Vec::new();
        for failures in 1.. {
            let Some(pause) = pause(failures, 30, [hour(0), now]) else { break };
            now = now.saturating_add(SignedDuration::from_secs(i64::from(pause))).unwrap();
            pauses.push(pause);
        }
        assert_eq!(pauses[..3], [30, 60, 120]);
        assert!(pauses.is_sorted() && (15..40).contains(&pauses.len()), "{pauses:?}");
        assert!(now < hour(PATIENCE_HOURS) && now > hour(PATIENCE_HOURS - 13), "{now}");
    }
}
