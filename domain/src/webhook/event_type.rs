//! Types of events that webhooks tell.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    case::{life_cycle::Verb, stage::Stage},
    entity::hold::Hold,
};

/// Seconds for which an event waits that its actor may still undo. Longer than
/// [`crate::case::UNDO_SECONDS`].
const UNDO_WAIT: u32 = 20;

/// Type of an event, to which an entity subscribes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EventType {
    /// A participation was received.
    #[serde(rename = "participation.received")]
    Received,
    /// Custody moves to another entity, or back. Both entities are told.
    #[serde(rename = "participation.transferred")]
    Transferred,
    /// The customer was asked something.
    #[serde(rename = "participation.asked")]
    Asked,
    /// The customer or the entity wrote.
    #[serde(rename = "participation.replied")]
    Replied,
    /// The full answer was given.
    #[serde(rename = "participation.answered")]
    Answered,
    /// The case was closed or declined.
    #[serde(rename = "participation.closed")]
    Closed,
    /// The customer reopened the case.
    #[serde(rename = "participation.reopened")]
    Reopened,
    /// The customer withdrew the participation.
    #[serde(rename = "participation.withdrawn")]
    Withdrawn,
    /// A timer runs out, and somebody was told.
    #[serde(rename = "participation.escalated")]
    Escalated,
}

/// Error for text that names no type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "a type is participation. and received, transferred, asked, replied, answered, closed, reopened, withdrawn or escalated"
)]
pub struct EventTypeError;

impl EventType {
    /// All types.
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::Transferred,
        Self::Asked,
        Self::Replied,
        Self::Answered,
        Self::Closed,
        Self::Reopened,
        Self::Withdrawn,
        Self::Escalated,
    ];

    /// Returns the name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "participation.received",
            Self::Transferred => "participation.transferred",
            Self::Asked => "participation.asked",
            Self::Replied => "participation.replied",
            Self::Answered => "participation.answered",
            Self::Closed => "participation.closed",
            Self::Reopened => "participation.reopened",
            Self::Withdrawn => "participation.withdrawn",
            Self::Escalated => "participation.escalated",
        }
    }

    /// Parses a name.
    ///
    /// # Errors
    ///
    /// Returns an error if no type has this name.
    pub fn parse(name: &str) -> Result<Self, EventTypeError> {
        Self::ALL.into_iter().find(|each| each.as_str() == name).ok_or(EventTypeError)
    }

    /// Returns the type of an action that led from one stage to another, if webhooks tell it.
    /// Erasure withdraws an open case.
    pub fn of(verb: Verb, before: Option<Stage>, after: Stage) -> Option<Self> {
        match verb {
            Verb::Receive => Some(Self::Received),
            Verb::Transfer | Verb::Return | Verb::Classify => Some(Self::Transferred),
            Verb::Ask => Some(Self::Asked),
            Verb::Reply | Verb::Write => Some(Self::Replied),
            Verb::Answer | Verb::Decide | Verb::Relay => Some(Self::Answered),
            Verb::Close | Verb::Lapse | Verb::Decline => Some(Self::Closed),
            Verb::Reopen => Some(Self::Reopened),
            Verb::Withdraw => Some(Self::Withdrawn),
            Verb::Erase if after == Stage::Withdrawn && before != Some(after) => {
                Some(Self::Withdrawn)
            }
            Verb::Escalate => Some(Self::Escalated),
            _ => None,
        }
    }
}

/// Returns the seconds for which the message about an action waits, since its actor may undo it.
pub const fn wait(verb: Verb, hold: Hold) -> u32 {
    if verb.is_held() {
        hold.seconds()
    } else if verb.is_undoable() {
        UNDO_WAIT
    } else {
        0
    }
}

/// Error for a webhook that subscribes to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("choose at least one type")]
pub struct NoTypes;

/// Types that a webhook subscribes to: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTypes(BTreeSet<EventType>);

impl EventTypes {
    /// Makes a subscription of types.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub fn of(types: impl IntoIterator<Item = EventType>) -> Result<Self, NoTypes> {
        let types = BTreeSet::from_iter(types);
        if types.is_empty() { Err(NoTypes) } else { Ok(Self(types)) }
    }

    /// Returns the types in their order.
    pub fn iter(&self) -> impl Iterator<Item = EventType> {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::UNDO_SECONDS;

    #[test]
    fn a_type_is_read_as_it_is_written() {
        for each in EventType::ALL {
            assert_eq!(EventType::parse(each.as_str()), Ok(each));
            assert_eq!(serde_json::to_value(each).unwrap(), each.as_str());
        }
        for wrong in ["", "participation.", "received", "participation.erased"] {
            assert_eq!(EventType::parse(wrong), Err(EventTypeError), "{wrong}");
        }
    }

    #[test]
    fn each_type_is_told_of_some_action() {
        let told: BTreeSet<_> = Verb::ALL
            .into_iter()
            .filter_map(|verb| EventType::of(verb, None, Stage::InReview))
            .collect();
        assert_eq!(told, BTreeSet::from(EventType::ALL));
        let erased = |before, after| EventType::of(Verb::Erase, Some(before), after);
        assert_eq!(erased(Stage::InReview, Stage::Withdrawn), Some(EventType::Withdrawn));
        assert_eq!(erased(Stage::Withdrawn, Stage::Withdrawn), None);
        assert_eq!(erased(Stage::Closed, Stage::Closed), None);
    }

    #[test]
    fn what_can_be_undone_waits_until_it_cant_be_and_all_else_goes_at_once() {
        let hold = Hold::default();
        for verb in Verb::ALL {
            let wait = i64::from(wait(verb, hold));
            if verb.is_held() {
                assert_eq!(wait, i64::from(hold.seconds()), "{verb:?}");
            } else if verb.is_undoable() {
                assert!(wait > UNDO_SECONDS, "{verb:?}");
            } else {
                assert_eq!(wait, 0, "{verb:?}");
            }
        }
        assert_eq!([Verb::Write, Verb::Return, Verb::Lapse].map(|verb| wait(verb, hold)), [0; 3]);
        assert_eq!(wait(Verb::Answer, Hold::of(0)), 0);
    }

    #[test]
    fn a_webhook_subscribes_to_something() {
        assert_eq!(EventTypes::of([]), Err(NoTypes));
        let twice = EventTypes::of([EventType::Closed, EventType::Closed]).unwrap();
        assert_eq!(twice.iter().collect::<Vec<_>>(), [EventType::Closed]);
    }
}
