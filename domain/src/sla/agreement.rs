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

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// A week, in seconds.
const WEEK: i64 = 7 * 24 * 60 * 60;

/// Seconds between the starts for which terms are compared: three hours.
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

    /// Returns whether the term never ends after `longest`, if both begin at the same time. Of
    /// terms in different units the calendar decides, for what begins in the week after `now`.
    pub fn is_within(self, longest: Self, calendar: &Calendar, now: Timestamp) -> bool {
        match (self, longest) {
            (Self::Days(days), Self::Days(longest)) => days <= longest,
            (Self::Minutes(minutes), Self::Minutes(longest)) => minutes <= longest,
            (Self::Minutes(minutes), Self::Days(longest)) if exceeds(minutes, longest) => false,
            _ => (0..WEEK).step_by(STEP).all(|after| {
                let start = Timestamp::from_second(now.as_second() + after).unwrap_or(now);
                self.end(start, calendar) <= longest.end(start, calendar)
            }),
        }
    }

    /// Returns the shorter of the term and `longest`. Terms in different units are compared as far
    /// as no calendar is needed.
    #[must_use]
    pub fn at_most(self, longest: Self) -> Self {
        let is_longer = match (self, longest) {
            (Self::Days(days), Self::Days(longest)) => days > longest,
            (Self::Minutes(minutes), Self::Minutes(longest)) => minutes > longest,
            (Self::Minutes(minutes), Self::Days(longest)) => exceeds(minutes, longest),
            (Self::Days(_), Self::Minutes(_)) => false,
        };
        if is_longer { longest } else { self }
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

/// Returns whether there are more minutes than so many working days can have, with the rest of the
/// day on which they begin.
fn exceeds(minutes: NonZeroU32, days: NonZeroU16) -> bool {
    minutes.get() > DAY * (u32::from(days.get()) + 1)
}

impl Agreement {
    /// Returns the agreement of the guide. It applies until an entity sets its own, and is the
    /// longest that an entity may set: the ceiling.
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

    /// Returns whether no term is longer than the same term of another agreement.
    pub fn is_within(self, longest: Self, calendar: &Calendar, now: Timestamp) -> bool {
        let mut pairs = self.terms().into_iter().zip(longest.terms());
        pairs.all(|(term, longest)| term.is_within(longest, calendar, now))
    }

    /// Returns whether the first response is never due after the full answer.
    pub fn is_in_order(self, calendar: &Calendar, now: Timestamp) -> bool {
        self.first_response.is_within(self.resolution, calendar, now)
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
    /// Returns the agreement for this kind and priority: the entity's own, or the guide's. Terms
    /// that were set before the guide had a ceiling are cut to it.
    pub fn of(&self, kind: Kind, priority: Priority) -> Agreement {
        let guide = Agreement::default_for(kind, priority);
        let own = self.0.get(&kind).and_then(|priorities| priorities.get(&priority));
        own.map_or(guide, |own| Agreement {
            first_response: own.first_response.at_most(guide.first_response),
            resolution: own.resolution.at_most(guide.resolution),
            acceptance: own.acceptance.at_most(guide.acceptance),
        })
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
        let json = r#"{"complaint":{"urgent":{"first_response":{"minutes":120},"resolution":{"minutes":240},"acceptance":{"days":1}}}}"#;
        let agreements: Agreements = serde_json::from_str(json).unwrap();
        let urgent = agreements.of(Kind::Complaint, Priority::Urgent);
        assert_eq!(
            (urgent.first_response, urgent.resolution),
            (
                Term::Minutes(NonZeroU32::new(120).unwrap()),
                Term::Minutes(NonZeroU32::new(240).unwrap())
            )
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
    fn a_term_that_was_set_without_a_ceiling_is_cut_to_it() {
        let guide = Agreement::default_for(Kind::Complaint, Priority::Ordinary);
        let minutes = |minutes| Term::Minutes(NonZeroU32::new(minutes).unwrap());
        let of = |resolution| {
            let own = Agreement { resolution, ..guide };
            let agreements = Agreements::default().with(Kind::Complaint, Priority::Ordinary, own);
            agreements.of(Kind::Complaint, Priority::Ordinary).resolution
        };
        for longer in [Term::days(260), minutes(24 * 60 * 7)] {
            assert_eq!(of(longer), guide.resolution, "{longer:?}");
        }
        for shorter in [Term::days(4), minutes(600)] {
            assert_eq!(of(shorter), shorter);
        }
    }

    #[test]
    fn a_term_is_compared_with_the_longest_by_the_calendar_if_units_differ() {
        let calendar = Calendar::federal(2026..=2028);
        let now = "2026-11-29T08:00:00Z".parse().unwrap();
        let minutes = |minutes| Term::Minutes(NonZeroU32::new(minutes).unwrap());
        for (term, longest, is_within) in [
            (Term::days(5), Term::days(5), true),
            (Term::days(6), Term::days(5), false),
            (minutes(60), minutes(60), true),
            (minutes(61), minutes(60), false),
            (minutes(240), Term::days(1), true),
            // Longer than Friday, the shortest day.
            (minutes(600), Term::days(1), false),
            (minutes(u32::MAX), Term::days(20), false),
        ] {
            assert_eq!(term.is_within(longest, &calendar, now), is_within, "{term:?} {longest:?}");
        }
        let guide = Agreement::default_for(Kind::Complaint, Priority::Ordinary);
        assert!(guide.is_within(guide, &calendar, now));
        let slow = Agreement { acceptance: Term::days(2), ..guide };
        assert!(!slow.is_within(guide, &calendar, now) && guide.is_within(slow, &calendar, now));
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
