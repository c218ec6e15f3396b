//! What an entity promises: by when someone answers, by when it is resolved, by when it takes over what another entity hands to it.

use std::{
    collections::BTreeMap,
    num::{NonZeroU16, NonZeroU32},
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{case::priority::Priority, intake::kind::Kind, sla::calendar::Calendar};

/// The most working days by which a resolution may be put off, once and with a reason. So far go the ombudsman codes that allow it.
pub const EXTENSION_MAX: u16 = 10;

/// How long a question to the customer waits until they are reminded of it, and then until it is closed; how long an answer waits for them
/// to say more. They may reopen it.
pub const PATIENCE: Term = Term::days(5);

/// The longest that anything can be promised for, in working days: a year of them.
pub const TERM_MAX_DAYS: u16 = 260;

/// The same in minutes of days that are nothing but work.
const TERM_MAX_MINUTES: u32 = 24 * 60 * TERM_MAX_DAYS as u32;

/// A length of time in which something is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Until the close of so many working days after the day on which it begins, as people count.
    Days(NonZeroU16),
    /// So many minutes of working time.
    Minutes(NonZeroU32),
}

/// Times promised for one kind and priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Until a person has looked at it and answered first.
    pub first_response: Term,
    /// Until it is answered in full; for a suggestion, until it is decided.
    pub resolution: Term,
    /// Until what another entity transferred is accepted or returned.
    pub acceptance: Term,
}

/// What one entity has agreed to; the defaults hold for all that it doesn't name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Agreements(BTreeMap<Kind, BTreeMap<Priority, Agreement>>);

/// The two moments that an agreement gives to one participation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTimes {
    /// When the first answer of a person is due.
    pub first_response: Timestamp,
    /// When the full answer is due.
    pub resolution: Timestamp,
}

impl Term {
    /// So many working days, one at least.
    pub const fn days(days: u16) -> Self {
        match NonZeroU16::new(days) {
            Some(days) => Self::Days(days),
            None => Self::Days(NonZeroU16::MIN),
        }
    }

    /// Whether anyone would wait so long.
    pub const fn is_bearable(self) -> bool {
        match self {
            Self::Days(days) => days.get() <= TERM_MAX_DAYS,
            Self::Minutes(minutes) => minutes.get() <= TERM_MAX_MINUTES,
        }
    }

    /// When it is over, if nothing stops it.
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
    /// What holds until an entity sets its own. One working day to a first answer is what the strictest of the entities promises already;
    /// a suggestion waits longer because several people evaluate it. Five days are what ombudsman codes ask for, fifteen what they grant to
    /// what takes more; what is urgent is answered within the day that follows.
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

    /// All that it promises.
    pub const fn terms(self) -> [Term; 3] {
        [self.first_response, self.resolution, self.acceptance]
    }

    /// The due times of something received at `received`.
    pub fn due(self, received: Timestamp, calendar: &Calendar) -> DueTimes {
        let Self { first_response, resolution, .. } = self;
        DueTimes {
            first_response: first_response.end(received, calendar),
            resolution: resolution.end(received, calendar),
        }
    }
}

impl Agreements {
    /// What is promised for this kind and priority.
    pub fn of(&self, kind: Kind, priority: Priority) -> Agreement {
        let own = self.0.get(&kind).and_then(|priorities| priorities.get(&priority));
        own.copied().unwrap_or(Agreement::default_for(kind, priority))
    }

    /// All that the entity has set itself.
    pub fn all(&self) -> impl Iterator<Item = Agreement> {
        self.0.values().flat_map(BTreeMap::values).copied()
    }

    /// Promises something else for this kind and priority.
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
