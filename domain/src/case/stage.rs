//! Stage of a case in its life cycle.

use serde::{Deserialize, Serialize};

/// The stages of a participation's life, as its customer sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Received and numbered, but not opened by anyone yet.
    Received,
    /// Being worked on.
    InReview,
    /// Waiting for the customer's answer to a question; the timers are paused.
    AwaitingCustomer,
    /// Transferred to another entity, which hasn't accepted the case yet.
    Transferred,
    /// Answered by the entity.
    Answered,
    /// Finished.
    Closed,
    /// Reopened by a customer who wasn't content with the answer.
    Reopened,
    /// Taken back by the customer.
    Withdrawn,
    /// Not handled, for a reason that the customer sees; or merged into another participation, with
    /// which it is answered.
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

    /// Returns the name on the wire and in the store.
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

    /// Returns the stage with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == name)
    }
    /// Returns whether a case has ended at this stage, for good or until its customer reopens it.
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Answered | Self::Closed | Self::Withdrawn | Self::Declined)
    }
}
