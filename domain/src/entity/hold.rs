//! Hold: the time for which a message of staff to the customer can still be taken back. Until it
//! has passed, the customer sees nothing of the message and gets no notice of it.
//!
//! A message is an event like any other as soon as it is sent, so nothing is lost if the browser or
//! the edge ends. `Verb::is_held` tells which events are messages, `timeline::told` withholds them.

use jiff::{SignedDuration, Timestamp};

/// Time that the network may need for an undo that was pressed in the last moment, in seconds.
const NETWORK: u32 = 2;

/// Time within which an undo that was in time has been written, in seconds.
const WRITTEN: u32 = 1;

/// Length of the hold, in seconds. With none, a message goes at once and stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold(u32);

impl Default for Hold {
    fn default() -> Self {
        Self(10)
    }
}

impl Hold {
    /// Longest hold, in seconds: the customer waits for the answer.
    pub const MAX: u32 = 60;

    /// Creates a hold of so many seconds, at most [`Hold::MAX`].
    pub const fn of(seconds: u32) -> Self {
        Self(if seconds < Self::MAX { seconds } else { Self::MAX })
    }

    /// Returns the time until which a message that was sent at `at` can be taken back; `None` if it
    /// can't.
    pub fn undo_until(self, at: Timestamp) -> Option<Timestamp> {
        self.after(at, NETWORK)
    }

    /// Returns the time from which the customer is told of a message that was sent at `at`. An undo
    /// that was in time has been written by then.
    pub fn told_from(self, at: Timestamp) -> Timestamp {
        self.after(at, NETWORK + WRITTEN).unwrap_or(at)
    }

    /// Returns the seconds from a message until the customer is told of it.
    pub const fn seconds(self) -> u32 {
        if self.0 == 0 { 0 } else { self.0 + NETWORK + WRITTEN }
    }

    /// Returns the seconds that a person has to take a message back, without the margins.
    pub const fn seconds_to_decide(self) -> u32 {
        self.0
    }

    fn after(self, at: Timestamp, margin: u32) -> Option<Timestamp> {
        let length = SignedDuration::from_secs(i64::from(self.0 + margin));
        at.checked_add(length).ok().filter(|_| self.0 > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_customer_is_told_after_the_last_moment_for_an_undo() {
        let hold = Hold::default();
        assert_eq!(hold.undo_until(second(100)), Some(second(112)));
        assert_eq!((hold.told_from(second(100)), hold.seconds()), (second(113), 13));
    }

    #[test]
    fn without_a_hold_a_message_goes_at_once_and_stays() {
        let none = Hold::of(0);
        assert_eq!(none.undo_until(second(100)), None);
        assert_eq!((none.told_from(second(100)), none.seconds()), (second(100), 0));
        assert_eq!(Hold::of(u32::MAX), Hold::of(Hold::MAX));
    }
}
