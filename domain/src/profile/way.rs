//! Ways to sign in to a profile, and the rule for changes that need a sign-in of a moment ago.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::access::session::Session;

/// Age up to which a sign-in is fresh, in seconds.
pub const FRESH: i64 = 5 * 60;

/// Provider of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// UAE PASS.
    UaePass,
    /// Passkey of a device.
    Passkey,
}

impl Provider {
    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UaePass => "uae_pass",
            Self::Passkey => "passkey",
        }
    }

    /// Returns the provider with this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::UaePass, Self::Passkey].into_iter().find(|provider| provider.as_str() == name)
    }
}

/// Level of assurance that UAE PASS states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Confirmed mail address and phone number, no Emirates ID.
    Sop1,
    /// Emirates ID.
    Sop2,
    /// Emirates ID and fingerprint.
    Sop3,
    /// Visitor, known by a unified number.
    Visitor,
}

impl Level {
    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sop1 => "sop1",
            Self::Sop2 => "sop2",
            Self::Sop3 => "sop3",
            Self::Visitor => "visitor",
        }
    }
}

/// Account that identifies a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Provider of the account.
    pub provider: Provider,
    /// Id of the account at the provider.
    pub subject: String,
    /// Level of assurance, if the provider states one.
    pub level: Option<Level>,
}

/// Event in the history of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// Sign-in.
    SignedIn,
    /// A way was added.
    Linked,
    /// A way was removed.
    Unlinked,
    /// All sessions were ended.
    SignedOutEverywhere,
}

impl Happening {
    /// Returns the name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::Linked => "linked",
            Self::Unlinked => "unlinked",
            Self::SignedOutEverywhere => "signed_out_everywhere",
        }
    }
}

/// Returns whether a session's way in was proven a moment ago. Adding and removing a way, and
/// erasing everything, need that: whoever finds a browser unattended can do none of it.
pub fn is_fresh(session: Session, now: Timestamp) -> bool {
    let age = now.as_second() - session.created_at.as_second();
    session.holds(now) && age <= FRESH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_fresh_only_right_after_its_sign_in() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let session = Session { created_at: at(100), seen_at: at(100 + FRESH) };
        assert!(is_fresh(session, at(100 + FRESH)));
        assert!(!is_fresh(session, at(101 + FRESH)));
    }

    #[test]
    fn names_in_the_store_are_those_of_the_wire() {
        for (name, value) in [
            (Provider::UaePass.as_str(), serde_json::to_value(Provider::UaePass)),
            (Provider::Passkey.as_str(), serde_json::to_value(Provider::Passkey)),
            (Level::Sop1.as_str(), serde_json::to_value(Level::Sop1)),
            (Level::Visitor.as_str(), serde_json::to_value(Level::Visitor)),
            (Happening::SignedIn.as_str(), serde_json::to_value(Happening::SignedIn)),
            (
                Happening::SignedOutEverywhere.as_str(),
                serde_json::to_value(Happening::SignedOutEverywhere),
            ),
        ] {
            assert_eq!(value.unwrap(), name);
        }
    }
}
