//! Agreement of an entity on promised times: first response, resolution, and acceptance of a
//! transfer.

use std::{
    collections::BTreeMap,
    num::{NonZeroU16, NonZeroU32},
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    intake::kind::Kind,
    sla::{calendar::Calendar, priority::Priority},
};

/// Maximum extension of a resolution, in working days, once and with a reason. The ombudsman codes
/// that allow an extension go this far.
pub const EXTENSION_MAX: u16 = 10;

/// Waiting time for the customer. A question waits this long until the reminder, and again until
/// the case is closed. An answer waits this long for a response until the case is closed. The
/// customer may reopen the case.
pub const PATIENCE: Term = Term::days(5);

/// Days after its end within which a case can be reopened.
pub const REOPENING_DAYS: i64 = 30;

/// Maximum of a promised time, in working days: a year of them.
pub const TERM_MAX_DAYS: u16 = 260;

/// The same maximum in minutes, for days that consist of working time only.
const TERM_MAX_MINUTES: u32 = 24 * 60 * TERM_MAX_DAYS as u32;

/// A week, in seconds.
const WEEK: i64 = 7 * 24 * 60 * 60;

/// Seconds between the times of receipt for which terms are compared: three hours.
const STEP: usize = 3 * 60 * 60;

/// Term: a length of time in which something is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Working days: the term ends at the close of the last of this many working days after the day
    /// on which it begins, as people count.
    Days(NonZeroU16),
    /// Minutes of working time.
    Minutes(NonZeroU32),
}

/// Times promised for one kind and priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Time until a person has looked at the case and responded first.
    pub first_response: Term,
    /// Time until the full answer; for a suggestion, until the decision.
    pub resolution: Term,
    /// Time until a transfer from another entity is accepted or returned.
    pub acceptance: Term,
}

/// Agreements of one entity. The defaults apply to every kind and priority that has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Agreements(BTreeMap<Kind, BTreeMap<Priority, Agreement>>);

/// Due times that an agreement gives to one participation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTimes {
    /// Time at which the first response of a person is due.
    pub first_response: Timestamp,
    /// Time at which the full answer is due.
    pub resolution: Timestamp,
}

impl Term {
    /// Returns a term of this many working days, at least one.
    pub const fn days(days: u16) -> Self {
        match NonZeroU16::new(days) {
            Some(days) => Self::Days(days),
            None => Self::Days(NonZeroU16::MIN),
        }
    }

    /// Returns whether the term is within the maximum of a year of working days.
    pub const fn is_bearable(self) -> bool {
        match self {
            Self::Days(days) => days.get() <= TERM_MAX_DAYS,
            Self::Minutes(minutes) => minutes.get() <= TERM_MAX_MINUTES,
        }
    }

    /// Returns the time at which the term ends, if nothing pauses it.
    pub fn end(self, start: Timestamp, calendar: &Calendar) -> Timestamp {
        match self {
            Self::Days(days) => calendar.close_after(start, days),
            Self::Minutes(minutes) => {
                calendar.after_work(start, SignedDuration::from_mins(minutes.get().into()))
            }
        }
    }
}

impl Agreement {
    /// Returns the default agreement, which applies until an entity sets its own.
    ///
    /// A first response within one working day is what the strictest of the entities promises
    /// already. A suggestion waits longer, because several people evaluate it. Ombudsman codes ask
    /// for a resolution within five days, and grant fifteen to complex cases. Urgent cases are
    /// answered within the day that follows.
    pub const fn default_for(kind: Kind, priority: Priority) -> Self {
        let (first_response, resolution) = match (priority, kind) {
            (Priority::Urgent, _) => (1, 1),
            (Priority::Ordinary, Kind::Complaint) => (1, 5),
            (Priority::Ordinary, Kind::Observation) => (1, 3),
            (Priority::Complex, Kind::Complaint | Kind::Observation) => (1, 15),
            (_, Kind::Suggestion) => (5, 20),
        };
        Self {
            first_response: Term::days(first_response),
            resolution: Term::days(resolution),
            acceptance: Term::days(1),
        }
    }

    /// Returns all terms of the agreement.
    pub const fn terms(self) -> [Term; 3] {
        [self.first_response, self.resolution, self.acceptance]
    }

    /// Returns whether the first response is never due after the full answer. Of terms in different
    /// units the calendar decides, for what is received in the week after `now`.
    pub fn is_in_order(self, calendar: &Calendar, now: Timestamp) -> bool {
        let Self { first_response, resolution, .. } = self;
        match (first_response, resolution) {
            (Term::Days(first), Term::Days(full)) => first <= full,
            (Term::Minutes(first), Term::Minutes(full)) => first <= full,
            _ => (0..WEEK).step_by(STEP).all(|after| {
                let received = Timestamp::from_second(now.as_second() + after).unwrap_or(now);
                let due = self.due(received, calendar);
                due.first_response <= due.resolution
            }),
        }
    }

    /// Returns the due times of a participation received at `received`.
    pub fn due(self, received: Timestamp, calendar: &Calendar) -> DueTimes {
        let Self { first_response, resolution, .. } = self;
        DueTimes {
            first_response: first_response.end(received, calendar),
            resolution: resolution.end(received, calendar),
        }
    }
}

impl Agreements {
    /// Returns the agreement for this kind and priority: the entity's own, or the default.
    pub fn of(&self, kind: Kind, priority: Priority) -> Agreement {
        let own = self.0.get(&kind).and_then(|priorities| priorities.get(&priority));
        own.copied().unwrap_or(Agreement::default_for(kind, priority))
    }

    /// Returns all agreements that the entity has set itself, with their kind and priority.
    pub fn all(&self) -> impl Iterator<Item = (Kind, Priority, Agreement)> {
        self.0.iter().flat_map(|(kind, priorities)| {
            priorities.iter().map(|(priority, agreement)| (*kind, *priority, *agreement))
        })
    }

    /// Replaces the agreement for this kind and priority.
    #[must_use]
    pub fn with(mut self, kind: Kind, priority: Priority, agreement: Agreement) -> Self {
        self.0.entry(kind).or_default().insert(priority, agreement);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_default_a_first_answer_is_never_due_after_the_resolution() {
        let calendar = Calendar::federal(2026..=2027);
        for kind in Kind::ALL {
            for priority in Priority::ALL {
                let due = Agreement::default_for(kind, priority)
                    .due("2026-11-27T12:00:00Z".parse().unwrap(), &calendar);
                assert!(due.first_response <= due.resolution, "{kind:?}, {priority:?}");
            }
        }
    }

    #[test]
    fn what_is_urgent_is_never_promised_later_than_what_is_not() {
        let calendar = Calendar::federal(2026..=2027);
        let received = "2026-11-27T12:00:00Z".parse().unwrap();
        for kind in Kind::ALL {
            let due = |priority| {
                Agreement::default_for(kind, priority).due(received, &calendar).resolution
            };
            assert!(due(Priority::Urgent) < due(Priority::Ordinary), "{kind:?}");
            assert!(due(Priority::Ordinary) <= due(Priority::Complex), "{kind:?}");
        }
    }

    #[test]
    fn an_entity_sets_its_own_and_the_rest_stays() {
        let json = r#"{"complaint":{"urgent":{"first_response":{"minutes":120},"resolution":{"days":2},"acceptance":{"days":1}}}}"#;
        let agreements: Agreements = serde_json::from_str(json).unwrap();
        let urgent = agreements.of(Kind::Complaint, Priority::Urgent);
        assert_eq!(
            (urgent.first_response, urgent.resolution),
            (Term::Minutes(NonZeroU32::new(120).unwrap()), Term::days(2))
        );
        assert_eq!(
            Agreements::default().with(Kind::Complaint, Priority::Urgent, urgent),
            agreements
        );
        for (kind, priority) in
            [(Kind::Complaint, Priority::Ordinary), (Kind::Suggestion, Priority::Urgent)]
        {
            assert_eq!(agreements.of(kind, priority), Agreement::default_for(kind, priority));
        }
        assert_eq!(serde_json::to_string(&agreements).unwrap(), json);
        assert!(serde_json::from_str::<Term>(r#"{"days":0}"#).is_err());
    }

    #[test]
    fn minutes_pass_in_working_time_only() {
        let term = Term::Minutes(NonZeroU32::new(60).unwrap());
        // Friday 11:30 in Dubai; it closes at noon.
        let end =
            term.end("2026-11-27T07:30:00Z".parse().unwrap(), &Calendar::federal(2026..=2027));
        assert_eq!(end.to_string(), "2026-11-30T04:00:00Z");
    }
}
