//! `GET /console/api/cases` and `…/counts`: who has to do what next.

use std::{collections::BTreeMap, ops::Range};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    access::staff::StaffId,
    case::{priority::Priority, stage::Stage},
    entity::slug::Slug,
    intake::kind::Kind,
    reference::Reference,
    sla::escalation::Level,
};

/// How many cases a page holds at most.
pub const PAGE: u32 = 50;

/// How far a queue is counted.
pub const COUNTED: u32 = 100;

/// The queues, each by its name in the address.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// What whoever asks has taken, or was given.
    Mine,
    /// What nobody has taken.
    Unassigned,
    /// What is due within two days.
    DueSoon,
    /// What was due before now.
    Overdue,
    /// What waits for an answer of its customer.
    AwaitingCustomer,
    /// What another entity has handed over, and nobody here has accepted.
    Transferred,
    /// Everything that is or was this entity's.
    #[default]
    All,
}

impl Queue {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Mine,
        Self::Unassigned,
        Self::DueSoon,
        Self::Overdue,
        Self::AwaitingCustomer,
        Self::Transferred,
        Self::All,
    ];

    /// The name in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
            Self::AwaitingCustomer => "awaiting_customer",
            Self::Transferred => "transferred",
            Self::All => "all",
        }
    }

    /// The queue with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|queue| queue.as_str() == name)
    }
}

/// The people that an answer speaks of, by name.
pub type Names = BTreeMap<StaffId, String>;

/// A page of cases. What is due first stands first; what stands still follows, and what has ended, the latest first. Of what was searched for, the
/// latest stands first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePage {
    /// At most [`PAGE`].
    pub rows: Vec<CaseRow>,
    /// What `after` says to get the next page; nothing on the last one.
    pub next: Option<String>,
    /// Who owns them.
    pub names: Names,
}

/// One case among others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Its number.
    pub reference: Reference,
    /// What it is.
    pub kind: Kind,
    /// Whose turn it is.
    pub entity: Slug,
    /// The entity that handed it over, until it is accepted or returned.
    pub offered_by: Option<Slug>,
    /// What it is about, a service of the entity that it was sent to.
    pub service: Option<Slug>,
    /// The entity that it was sent to.
    pub sent_to: Slug,
    /// Where it stands.
    pub stage: Stage,
    /// How much it presses.
    pub priority: Priority,
    /// Whose it is.
    pub owner: Option<StaffId>,
    /// When it came.
    pub received_at: Timestamp,
    /// When something last happened.
    pub updated_at: Timestamp,
    /// When the next thing is due; nothing while the clocks stand still, and when it has ended.
    pub due_at: Option<Timestamp>,
    /// Whom its clocks have told, the highest of them.
    pub escalated: Option<Level>,
    /// The language of its customer.
    pub language: String,
    /// What it says, or the part of it that was searched for.
    pub excerpt: Excerpt,
    /// How many files came with it.
    pub attachments: u32,
}

/// A part of a text, with what was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The part.
    pub text: String,
    /// What to mark, in bytes of its UTF-8: in order, and apart.
    pub marks: Vec<Range<usize>>,
}

/// How many there are in each queue, counted to [`COUNTED`] at most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(pub BTreeMap<Queue, u32>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_has_the_same_name_in_the_address_and_in_what_is_said() {
        for queue in Queue::ALL {
            assert_eq!(serde_json::to_value(queue).unwrap(), queue.as_str());
            assert_eq!(Queue::parse(queue.as_str()), Some(queue));
        }
        assert_eq!(Queue::parse("everything"), None);
    }
}
