//! States of a message that went out, and the order in which reports may bring them about.

use serde::{Deserialize, Serialize};

use super::Cause;

/// State of a notice on one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// An attempt has begun, and its result isn't known.
    Sending,
    /// The latest attempt failed; another one follows.
    Waiting,
    /// The other side has taken the message.
    Sent,
    /// The other side tries again later.
    Deferred,
    /// The message has arrived.
    Delivered,
    /// The message won't arrive by this way.
    Failed,
    /// The receiving side returned the message.
    Bounced,
    /// The recipient reported the message as unwanted.
    Complained,
    /// The message wasn't sent by this way: the recipient doesn't want it, or the address failed
    /// before.
    Withheld,
}

impl State {
    /// All states.
    pub const ALL: [Self; 9] = [
        Self::Sending,
        Self::Waiting,
        Self::Sent,
        Self::Deferred,
        Self::Delivered,
        Self::Failed,
        Self::Bounced,
        Self::Complained,
        Self::Withheld,
    ];

    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
            Self::Withheld => "withheld",
        }
    }

    /// Returns the state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Returns the place in the order of a message's life. Reports come doubled and in any order,
    /// so one of an earlier or equal place changes nothing.
    const fn place(self) -> u8 {
        match self {
            Self::Sending | Self::Waiting => 0,
            Self::Sent => 1,
            Self::Deferred => 2,
            Self::Delivered | Self::Failed | Self::Withheld => 3,
            // Some servers take a message and return it afterwards.
            Self::Bounced => 4,
            Self::Complained => 5,
        }
    }

    /// Returns whether a report of this state changes a message in the state `known`.
    pub const fn follows(self, known: Self) -> bool {
        self.place() > known.place()
    }

    /// Returns whether the other side has the message, or had it.
    pub const fn was_taken(self) -> bool {
        !matches!(self, Self::Sending | Self::Waiting | Self::Withheld)
    }

    /// Returns whether the message won't arrive by this way, so that another one is tried.
    pub const fn is_lost(self) -> bool {
        matches!(self, Self::Failed | Self::Bounced | Self::Withheld)
    }
}

/// A report of another system about one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// State that the message is in now.
    pub state: State,
    /// Reason, of a message that didn't arrive.
    pub cause: Option<Cause>,
    /// True if nothing may be sent to the address any more.
    pub suppresses: bool,
}

impl Report {
    /// Returns the report of a state that needs no reason.
    pub const fn of(state: State) -> Self {
        Self { state, cause: None, suppresses: false }
    }

    /// Returns the report of a message that didn't arrive.
    pub const fn lost(state: State, cause: Cause, suppresses: bool) -> Self {
        Self { state, cause: Some(cause), suppresses }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_state_is_found_by_its_name() {
        for state in State::ALL {
            assert_eq!(State::named(state.as_str()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
        assert_eq!(State::named("lost"), None);
    }

    #[test]
    fn late_reports_change_nothing() {
        assert!(State::Delivered.follows(State::Sent));
        assert!(!State::Sent.follows(State::Delivered));
        assert!(!State::Failed.follows(State::Delivered));
        assert!(State::Bounced.follows(State::Delivered), "a server may return what it took");
        assert!(!State::Delivered.follows(State::Bounced));
    }

    proptest! {
        #[test]
        fn doubled_and_reordered_reports_end_in_one_state(
            order in Just(State::ALL.to_vec()).prop_shuffle(),
            again in Just(State::ALL.to_vec()).prop_shuffle(),
        ) {
            let end = order.into_iter().chain(again).fold(State::Sending, |known, state| {
                if state.follows(known) { state } else { known }
            });
            prop_assert_eq!(end, State::Complained);
        }
    }
}
