//! Activity of staff over all cases: the days that an auditor asks about, and the order of the
//! list.

use std::fmt;

use jiff::{Timestamp, civil::Date};

use crate::{sla::calendar::Zone, staff::StaffId};

/// Most entries of an export.
pub const EXPORT_MAX: usize = 20_000;

/// Days that are asked about, the first and the last included. `None` leaves that end open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Period {
    /// Returns the time at which the period begins, and the time before which it ends, in the time
    /// zone of Dubai.
    pub fn bounds(self) -> [Option<Timestamp>; 2] {
        let zone = Zone::dubai();
        let begins = |day: Date| zone.beginning(day);
        [self.from.and_then(begins), self.to.and_then(|day| day.tomorrow().ok()).and_then(begins)]
    }
}

/// Place of an entry in the list of activity, which is ordered by time, the latest first.
///
/// Its text is the cursor of the next page. The time is a text as well, because the store compares
/// times as texts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Time of the entry.
    pub at: String,
    /// Event or reading. Of the same time, events come first.
    pub of: Entry,
}

/// Identity of an entry among those of the same time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// Reading of a case, by the digits of its reference, and the reader.
    Reading(String, StaffId),
    /// Event of a case, by the digits of its reference, and its sequence.
    Event(String, u32),
}

impl Place {
    /// Parses a cursor.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('_');
        let (at, kind, digits, last) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let digits = digits.to_owned();
        let of = match kind {
            "r" => Entry::Reading(digits, StaffId::parse(last).ok()?),
            "e" => Entry::Event(digits, last.parse().ok()?),
            _ => return None,
        };
        at.parse::<Timestamp>().ok()?;
        parts.next().is_none().then(|| Self { at: at.to_owned(), of })
    }

    /// Returns reference and sequence before which the next events of the same time come.
    pub fn events_before(&self) -> (&str, u32) {
        match &self.of {
            Entry::Event(digits, sequence) => (digits, *sequence),
            Entry::Reading(..) => ("", 0),
        }
    }

    /// Returns reference and reader before which the next readings of the same time come.
    pub fn readings_before(&self) -> (&str, &str) {
        match &self.of {
            Entry::Reading(digits, reader) => (digits, reader.as_str()),
            Entry::Event(..) => (BEHIND, ""),
        }
    }
}

/// Text behind the digits of every reference.
const BEHIND: &str = "~";

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.of {
            Entry::Reading(digits, reader) => {
                write!(formatter, "{}_r_{digits}_{}", self.at, reader.as_str())
            }
            Entry::Event(digits, sequence) => {
                write!(formatter, "{}_e_{digits}_{sequence}", self.at)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(at: &str, of: Entry) -> Place {
        Place { at: at.to_owned(), of }
    }

    #[test]
    fn a_day_begins_at_midnight_in_dubai_and_the_last_one_is_included() {
        let day = |text: &str| Some(text.parse().unwrap());
        let bounds = Period { from: day("2026-11-24"), to: day("2026-11-24") }.bounds();
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        assert_eq!(bounds, [at("2026-11-23T20:00:00Z"), at("2026-11-24T20:00:00Z")]);
        assert_eq!(Period::default().bounds(), [None, None]);
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_nothing_else_is_one() {
        let reader = StaffId::draw([3; 16]);
        let at = "2026-11-24T09:30:05.123Z";
        for of in
            [Entry::Event("260483175526".into(), 4), Entry::Reading("260483175526".into(), reader)]
        {
            let place = place(at, of);
            assert_eq!(Place::parse(&place.to_string()), Some(place));
        }
        for text in
            ["", "2026", "2026-11-24T09:30:05Z_e_1", "x_e_1_2", "2026-11-24T09:30:05Z_e_1_x"]
        {
            assert_eq!(Place::parse(text), None, "{text}");
        }
    }

    #[test]
    fn of_the_same_time_events_come_before_readings() {
        let at = "2026-11-24T09:30:05Z";
        let event = place(at, Entry::Event("1".into(), 2));
        let reading = place(at, Entry::Reading("9".into(), StaffId::draw([3; 16])));
        assert!(event > reading, "the list begins with the greatest");
        assert_eq!(event.readings_before(), ("~", ""), "all readings follow an event");
        assert_eq!(reading.events_before(), ("", 0), "no event follows a reading");
    }
}
