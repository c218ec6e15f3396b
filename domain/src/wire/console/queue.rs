//! Queues of cases: `GET /console/api/cases` and `…/counts`, and `POST …/search`.
//!
//! The list takes the filters of [`Search`] and `sort`, the name of an [`Order`], as parameters.
//! `alike=<number>` narrows the list to the cases since yesterday that resemble that case;
//! `customer=<number>` to those sent with the same address.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    case::stage::Stage,
    intake::kind::Kind,
    reference::Reference,
    search::Excerpt,
    sla::{escalation::Level, priority::Priority},
    slug::Slug,
    staff::StaffId,
};

/// Most cases of one page.
pub const PAGE: u32 = 50;

/// Limit up to which a queue is counted.
pub const COUNTED: u32 = 100;

/// Earlier name of [`Queue::DueWeek`], as its alias on the wire.
const EARLIER: &str = "due_soon";

/// Queue of cases, by its name in the address.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// Cases that the signed-in person owns.
    Mine,
    /// Cases with news that the person hasn't read: of their own, and of those without an owner.
    Unread,
    /// Cases whose deadline has passed.
    Overdue,
    /// Cases that are due on this working day; on a day off, or after work, on the next one.
    DueToday,
    /// Cases that are due within five working days, this one included.
    #[serde(alias = "due_soon")]
    DueWeek,
    /// Cases without an owner.
    Unassigned,
    /// Open suggestions, which wait for marks or for the decision.
    ToJudge,
    /// Cases with a corrective or preventive action whose next step is due within five working
    /// days, by that day; and those for which a supervisor was asked for a delay.
    ActionsDue,
    /// Cases that wait for an answer of the customer.
    AwaitingCustomer,
    /// Cases that another entity has transferred and nobody here has accepted.
    Transferred,
    /// All cases of which the entity has or had custody.
    #[default]
    All,
}

impl Queue {
    /// All queues, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Mine,
        Self::Unread,
        Self::Overdue,
        Self::DueToday,
        Self::DueWeek,
        Self::Unassigned,
        Self::Transferred,
        Self::ToJudge,
        Self::ActionsDue,
        Self::AwaitingCustomer,
        Self::All,
    ];

    /// Queues that a person with no cases of their own begins with, if there is anything in them:
    /// the most urgent first.
    pub const TO_DO: [Self; 7] = [
        Self::Overdue,
        Self::DueToday,
        Self::Transferred,
        Self::Unassigned,
        Self::DueWeek,
        Self::ToJudge,
        Self::ActionsDue,
    ];

    /// Returns the name in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Unread => "unread",
            Self::Overdue => "overdue",
            Self::DueToday => "due_today",
            Self::DueWeek => "due_week",
            Self::Unassigned => "unassigned",
            Self::ToJudge => "to_judge",
            Self::ActionsDue => "actions_due",
            Self::AwaitingCustomer => "awaiting_customer",
            Self::Transferred => "transferred",
            Self::All => "all",
        }
    }

    /// Returns the queue with this name, or with one that bookmarks still hold.
    pub fn parse(name: &str) -> Option<Self> {
        if name == EARLIER {
            return Some(Self::DueWeek);
        }
        Self::ALL.into_iter().find(|queue| queue.as_str() == name)
    }
}

/// Order of a list, by its name in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Next deadline first; then cases whose timers are paused; then ended ones, the latest first.
    #[default]
    Due,
    /// The latest received first.
    Newest,
    /// The earliest received first.
    Oldest,
    /// The latest event first.
    Changed,
    /// The most urgent first, and what is due first of those.
    Priority,
}

impl Order {
    /// All orders.
    pub const ALL: [Self; 5] =
        [Self::Due, Self::Newest, Self::Oldest, Self::Changed, Self::Priority];

    /// Returns the name in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Changed => "changed",
            Self::Priority => "priority",
        }
    }

    /// Returns the order with this name; any other name stands for the usual one.
    pub fn named(name: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|order| Some(order.as_str()) == name).unwrap_or_default()
    }
}

/// `POST /console/api/cases/search`: a search within a queue, with the filters of its list; the
/// response is a [`CasePage`]. In the body, because logs keep addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Words to search for.
    pub q: String,
    /// Queue to search in.
    #[serde(default)]
    pub queue: Queue,
    /// Only cases that this entity has or had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<Slug>,
    /// Only cases of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Only cases about this service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Slug>,
    /// Only cases at this stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// Only cases of this priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Only open cases of this owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<StaffId>,
    /// Only cases of customers with this language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Order of the results; the usual one is the latest first. Of very many results, the latest
    /// are sorted.
    #[serde(default)]
    pub sort: Order,
    /// Cursor of the preceding page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// `POST /console/api/cases/{reference}`: words to mark in a case; the response is that of `GET`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordsToMark {
    /// Words to mark.
    pub q: String,
}

/// Names of the people that a response refers to.
pub type Names = BTreeMap<StaffId, String>;

/// Page of cases. Cases that are due come first, the earliest deadline first; then cases whose
/// timers are paused; then ended cases, the latest first. Search results are ordered by time, the
/// latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CasePage {
    /// Cases, at most [`PAGE`].
    pub rows: Vec<CaseRow>,
    /// Cursor for the parameter `after` of the next page; `None` on the last page.
    pub next: Option<String>,
    /// Names of the owners.
    pub names: Names,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// Reference number.
    pub reference: Reference,
    /// Case head, which an action on the listed case names. Earlier edges list none.
    #[serde(default)]
    pub head: String,
    /// Kind of the participation.
    pub kind: Kind,
    /// Entity that has custody now.
    pub entity: Slug,
    /// Entity that transferred the case, until the transfer is accepted or returned.
    pub offered_by: Option<Slug>,
    /// Service that the case is about, of the entity that it was sent to.
    pub service: Option<Slug>,
    /// Entity that the participation was sent to.
    pub sent_to: Slug,
    /// Stage in the life cycle.
    pub stage: Stage,
    /// Priority.
    pub priority: Priority,
    /// Owner.
    pub owner: Option<StaffId>,
    /// Time of receipt.
    pub received_at: Timestamp,
    /// Time of the latest event.
    pub updated_at: Timestamp,
    /// Next deadline; `None` while the timers are paused and once the case has ended.
    pub due_at: Option<Timestamp>,
    /// Day of the next step of its corrective and preventive actions.
    #[serde(default)]
    pub action_due: Option<Date>,
    /// Highest escalation level that its timers have reached.
    pub escalated: Option<Level>,
    /// Language of the customer.
    pub language: String,
    /// Excerpt of the text; in search results, the part that matches.
    pub excerpt: Excerpt,
    /// Count of attachments.
    pub attachments: u32,
    /// `true` if the text's first 1,000 characters may be about danger to people, until the case
    /// has ended. Earlier edges tell of none.
    #[serde(default)]
    pub danger: bool,
    /// `true` if the case has news that the person hasn't read. Earlier edges tell of none.
    #[serde(default)]
    pub unread: bool,
}

/// Count of cases in each queue, up to [`COUNTED`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(pub BTreeMap<Queue, u32>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_has_the_same_name_in_the_address_and_in_what_is_said() {
        for order in Order::ALL {
            assert_eq!(serde_json::to_value(order).unwrap(), order.as_str());
            assert_eq!(Order::named(Some(order.as_str())), order);
        }
        assert_eq!((Order::named(Some("colour")), Order::named(None)), (Order::Due, Order::Due));
    }

    #[test]
    fn a_queue_has_the_same_name_in_the_address_and_in_what_is_said() {
        for queue in Queue::ALL {
            assert_eq!(serde_json::to_value(queue).unwrap(), queue.as_str());
            assert_eq!(Queue::parse(queue.as_str()), Some(queue));
        }
        assert_eq!(Queue::parse("everything"), None);
        assert_eq!(Queue::parse(EARLIER), Some(Queue::DueWeek));
        assert_eq!(serde_json::from_value::<Queue>(EARLIER.into()).unwrap(), Queue::DueWeek);
        assert!(Queue::TO_DO.iter().all(|queue| Queue::ALL.contains(queue)));
    }
}
