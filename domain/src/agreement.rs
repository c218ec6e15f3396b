//! What an entity promises: by when someone answers, by when it is resolved.

use jiff::{SignedDuration, Timestamp};

use crate::{calendar::Calendar, kind::Kind};

/// Times promised for one kind of participation, in working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Until a person has looked at it and answered first.
    pub first_response_days: u32,
    /// Until it is answered in full; for a suggestion, until it is decided.
    pub resolution_days: u32,
}

/// The two moments that an agreement gives to one participation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueTimes {
    /// When the first answer of a person is due.
    pub first_response: Timestamp,
    /// When the full answer is due.
    pub resolution: Timestamp,
}

impl Agreement {
    /// What holds until an entity sets its own. One working day to a first answer is what the strictest of the entities promises already;
    /// a suggestion waits longer because several people evaluate it.
    pub const fn default_for(kind: Kind) -> Self {
        match kind {
            Kind::Complaint => Self { first_response_days: 1, resolution_days: 5 },
            Kind::Observation => Self { first_response_days: 1, resolution_days: 3 },
            Kind::Suggestion => Self { first_response_days: 5, resolution_days: 20 },
        }
    }

    /// The due times of something received at `received`.
    pub fn due(self, received: Timestamp, calendar: &Calendar) -> DueTimes {
        // A calendar that never works again promises calendar days instead of nothing.
        let due =
            |days: u32| calendar.close_after(received, days).unwrap_or(received + SignedDuration::from_hours(24 * i64::from(days)));
        DueTimes { first_response: due(self.first_response_days), resolution: due(self.resolution_days) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_answer_is_never_due_after_the_resolution() {
        let calendar = Calendar::federal(2026..=2027);
        for kind in Kind::ALL {
            let due = Agreement::default_for(kind).due("2026-11-27T12:00:00Z".parse().unwrap(), &calendar);
            assert!(due.first_response <= due.resolution, "{kind:?}");
        }
    }
}
