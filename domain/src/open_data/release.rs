//! Release: the figures of a closed month, as they are published and kept.
//!
//! A release never changes. A correction is another release of the same month, with a reason.

use std::{cmp::Reverse, fmt};

use jiff::{Timestamp, civil::Date, tz::Offset};
use sha2::{Digest, Sha256};

use crate::{
    figures::{
        figure::{Figure, PROVISIONAL_DAYS},
        tally::Span,
    },
    hex,
    sla::{agreement::Term, calendar::Calendar},
};

/// Id of a release: `2026-10`, or `2026-10-r2` for the second release of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReleaseId {
    year: i16,
    month: i8,
    revision: u16,
}

/// Reason of a correction that nobody asked for: its public figures had changed when they were
/// counted anew.
pub const COUNTED_ANEW: &str = "Counted anew: facts came after this period was closed. Its cases \
                                went on, past cases were added, or something was taken back.";

/// Longest reason of a correction, in characters.
pub const REASON_MAX: usize = 500;

/// Properties of a release, besides its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Id.
    pub id: ReleaseId,
    /// Time of closing.
    pub closed_at: Timestamp,
    /// Version of the guide that defines the indicators.
    pub guide: u16,
    /// Reason of a correction; `None` for the first release of a month.
    pub reason: Option<String>,
}

/// File of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Name.
    pub name: &'static str,
    /// Media type.
    pub media_type: &'static str,
    /// Content.
    pub text: String,
}

impl ReleaseId {
    /// Returns the first release of a month; `None` for another period.
    pub const fn first(month: Span) -> Option<Self> {
        match month {
            Span::Month(year, month) => Some(Self { year, month, revision: 1 }),
            _ => None,
        }
    }

    /// Returns the next release of the same month.
    #[must_use]
    pub const fn next(self) -> Self {
        Self { revision: self.revision.saturating_add(1), ..self }
    }

    /// Returns the release of the same month that this one replaces, if it is a correction.
    pub const fn replaced(self) -> Option<Self> {
        match self.revision {
            0 | 1 => None,
            revision => Some(Self { revision: revision - 1, ..self }),
        }
    }

    /// Returns whether a month is part of a period that the release has figures of.
    pub fn counts(self, month: Span) -> bool {
        let is_part = |period: &Span| match (*period, month) {
            (Span::Year(year), Span::Month(of, _)) => year == of,
            (Span::Quarter(year, quarter), Span::Month(of, month)) => {
                year == of && quarter == (month - 1) / 3 + 1
            }
            (period, month) => period == month,
        };
        self.periods().iter().any(is_part)
    }

    /// Parses an id.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, revision) = match text.split_once("-r") {
            None => (text, 1),
            Some((month, revision)) => (month, revision.parse().ok().filter(|it| *it > 1)?),
        };
        let id = Self { revision, ..Self::first(Span::parse(month)?)? };
        // Of several spellings one is an id.
        (id.to_string() == text).then_some(id)
    }

    /// Returns the month.
    pub const fn month(self) -> Span {
        Span::Month(self.year, self.month)
    }

    /// Returns the release that closed a period, of those that are there: of its last month, and of
    /// that the latest.
    pub fn closing(of: Span, listed: impl IntoIterator<Item = Self>) -> Option<Self> {
        let closing = listed.into_iter().filter(|id| id.periods().contains(&of));
        closing.min_by_key(|id| (id.month(), Reverse(id.revision)))
    }

    /// Returns whether this is a correction of an earlier release.
    pub const fn is_correction(self) -> bool {
        self.revision > 1
    }

    /// Returns the periods whose figures the release has: the month, the quarter that it ends, and
    /// of the year that it ends all quarters too.
    pub fn periods(self) -> Vec<Span> {
        let mut periods = vec![self.month()];
        if self.month % 3 == 0 {
            periods.push(Span::Quarter(self.year, self.month / 3));
        }
        if self.month == 12 {
            periods.extend((1..=3).map(|quarter| Span::Quarter(self.year, quarter)));
            periods.push(Span::Year(self.year));
        }
        periods
    }
}

impl fmt::Display for ReleaseId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.month())?;
        if self.is_correction() { write!(formatter, "-r{}", self.revision) } else { Ok(()) }
    }
}

/// Returns the month that may be closed at `now`: the last one after whose end ten working days
/// have passed.
pub fn closable(now: Timestamp, calendar: &Calendar) -> Option<Span> {
    let today = calendar.local(now).date();
    let mut first = today.first_of_month();
    for _ in 0..2 {
        let last = first.yesterday().ok()?;
        if end_of_provision(last, calendar).is_some_and(|end| now >= end) {
            return Some(Span::month_of(last));
        }
        first = last.first_of_month();
    }
    None
}

/// Returns the time from which the month with this last day may be closed. Noon in UTC is on the
/// same day wherever an entity of this government works.
fn end_of_provision(last: Date, calendar: &Calendar) -> Option<Timestamp> {
    let noon = Offset::UTC.to_timestamp(last.at(12, 0, 0, 0)).ok()?;
    Some(Term::days(PROVISIONAL_DAYS).end(noon, calendar))
}

/// Returns the file of the checksums of files, as `sha256sum` reads it.
pub fn checksums(files: &[File]) -> File {
    let line = |file: &File| {
        [&*hex::encode(&Sha256::digest(file.text.as_bytes())), "  ", file.name, "\n"].concat()
    };
    let text = files.iter().map(line).collect();
    File { name: "SHA256SUMS", media_type: "text/plain; charset=utf-8", text }
}

/// Returns the periods among figures, once each.
pub(super) fn periods_of(figures: &[Figure]) -> Vec<Span> {
    let mut periods: Vec<Span> = figures.iter().map(|figure| figure.scope.period).collect();
    periods.sort();
    periods.dedup();
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_a_month_and_a_correction() {
        for text in ["2026-10", "2026-10-r2", "2026-12-r13"] {
            assert_eq!(ReleaseId::parse(text).unwrap().to_string(), text);
        }
        for wrong in ["2026", "2026-Q4", "2026-13", "2026-10-r1", "2026-10-r02", "2026-10-", "x"] {
            assert_eq!(ReleaseId::parse(wrong), None, "{wrong}");
        }
        let first = ReleaseId::first(Span::Month(2026, 10)).unwrap();
        assert!(!first.is_correction() && first.next().to_string() == "2026-10-r2");
        assert_eq!(first.next().next().replaced(), Some(first.next()));
        assert_eq!((first.next().replaced(), first.replaced()), (Some(first), None));
        assert!(first < first.next() && ReleaseId::first(Span::Year(2026)).is_none());
    }

    #[test]
    fn a_release_has_the_quarter_and_the_year_that_its_month_ends() {
        let periods = |text| {
            let periods = ReleaseId::parse(text).unwrap().periods();
            periods.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(periods("2026-10"), ["2026-10"]);
        assert_eq!(periods("2026-09"), ["2026-09", "2026-Q3"]);
        let last = ["2026-12", "2026-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026"];
        assert_eq!(periods("2026-12"), last);
    }

    #[test]
    fn a_month_counts_in_its_quarter_and_its_year_too() {
        let february = Span::Month(2026, 2);
        let counting = ["2026-02", "2026-03", "2026-04", "2026-06", "2026-12", "2027-12"];
        let counting = counting.map(|id| ReleaseId::parse(id).unwrap().counts(february));
        assert_eq!(counting, [true, true, false, false, true, false]);
    }

    #[test]
    fn a_period_is_closed_by_the_latest_release_of_its_last_month() {
        let listed = ["2026-12", "2026-04", "2026-03-r2", "2026-03"];
        let closing = |period| {
            let listed = listed.iter().filter_map(|id| ReleaseId::parse(id));
            ReleaseId::closing(Span::parse(period).unwrap(), listed).map(|id| id.to_string())
        };
        assert_eq!(closing("2026-Q1").as_deref(), Some("2026-03-r2"));
        assert_eq!(closing("2026-04").as_deref(), Some("2026-04"));
        assert_eq!(closing("2026-Q2").as_deref(), Some("2026-12"));
        assert_eq!(closing("2026-02"), None);
        assert_eq!(closing("all"), None);
    }

    #[test]
    fn a_month_may_be_closed_ten_working_days_after_its_end() {
        let calendar = Calendar::federal(2026..=2027);
        let closable = |now: &str| closable(now.parse().unwrap(), &calendar);
        // The tenth working day of November is Friday the 13th; it closes at noon.
        assert_eq!(closable("2026-11-13T07:59:00Z"), Some(Span::Month(2026, 9)));
        assert_eq!(closable("2026-11-13T08:00:00Z"), Some(Span::Month(2026, 10)));
        assert_eq!(closable("2026-11-30T20:00:00Z"), Some(Span::Month(2026, 10)));
    }

    #[test]
    fn checksums_are_those_of_the_files() {
        let text = "abc".to_owned();
        let file = File { name: "figures.csv", media_type: "text/csv", text };
        let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  figures.csv\n";
        assert_eq!(checksums(&[file]).text, sum);
    }
}
