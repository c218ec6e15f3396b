//! Limits in time: the customer's window, the pace towards one number, and the pace in all.

/// The time after a customer's message in which anything may be sent to them, in milliseconds.
pub(super) const WINDOW: u64 = 24 * 3_600_000;

/// Returns whether a customer's window is open.
pub(super) fn is_open(last_message: Option<u64>, now: u64) -> bool {
    last_message.is_some_and(|last| now.saturating_sub(last) < WINDOW)
}

/// A pace with bursts: so many messages at once, and then one in each interval.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    pub(super) burst: u64,
    /// Milliseconds for each message.
    pub(super) interval: u64,
}

/// Towards one number: one message in six seconds; a burst of 45 is borrowed from what comes.
pub(super) const PAIR: Pace = Pace { burst: 45, interval: 6_000 };

/// In all: eighty messages a second.
pub(super) const ALL: Pace = Pace { burst: 80, interval: 12 };

/// What has been taken of a pace.
#[derive(Clone, Copy, Default)]
pub(super) struct Taken {
    /// The moment at which everything taken is paid back.
    paid_at: u64,
}

impl Taken {
    /// Takes one message, unless the pace is exhausted.
    pub(super) fn take(&mut self, pace: Pace, now: u64) -> bool {
        let from = self.paid_at.max(now);
        if from + pace.interval > now + pace.burst * pace.interval {
            return false;
        }
        self.paid_at = from + pace.interval;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_open_for_a_day_after_the_customers_message() {
        assert!(!is_open(None, WINDOW));
        assert!(is_open(Some(5), 5) && is_open(Some(5), 4 + WINDOW));
        assert!(!is_open(Some(5), 5 + WINDOW));
    }

    #[test]
    fn a_burst_is_paid_back_one_message_in_six_seconds() {
        let mut taken = Taken::default();
        let sent = (0..60).filter(|_| taken.take(PAIR, 1_000_000)).count();
        assert_eq!(sent, 45);
        assert!(!taken.take(PAIR, 1_000_000 + 5_999));
        assert!(taken.take(PAIR, 1_000_000 + 6_000));
        assert!(!taken.take(PAIR, 1_000_000 + 6_001));
    }

    #[test]
    fn without_a_burst_each_message_waits_its_time() {
        let pace = Pace { burst: 1, ..PAIR };
        let mut taken = Taken::default();
        assert!(taken.take(pace, 1_000_000) && !taken.take(pace, 1_005_999));
        assert!(taken.take(pace, 1_006_000));
    }

    #[test]
    fn eighty_messages_go_in_a_second() {
        let mut taken = Taken::default();
        assert_eq!((0..200).filter(|_| taken.take(ALL, 1_000_000)).count(), 80);
    }
}
