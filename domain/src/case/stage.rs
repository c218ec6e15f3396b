//! Where a participation stands.

use serde::{Deserialize, Serialize};

/// The stages of a participation's life, as its customer sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It has a reference number; nobody has opened it yet.
    Received,
    /// Someone is working on it.
    InReview,
    /// The customer was asked something; the clock stands still.
    AwaitingCustomer,
    /// It is another entity's turn.
    Transferred,
    /// The entity has answered.
    Answered,
    /// It is finished.
    Closed,
    /// The customer was not content with the answer.
    Reopened,
    /// The customer took it back.
    Withdrawn,
    /// It will not be handled, for a reason that the customer sees.
    Declined,
}

impl Stage {
    /// All stages.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::InReview,
        Self::AwaitingCustomer,
        Self::Transferred,
        Self::Answered,
        Self::Closed,
        Self::Reopened,
        Self::Withdrawn,
        Self::Declined,
    ];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::InReview => "in_review",
            Self::AwaitingCustomer => "awaiting_customer",
            Self::Transferred => "transferred",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Withdrawn => "withdrawn",
            Self::Declined => "declined",
        }
    }

    /// The stage with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == name)
    }
}
