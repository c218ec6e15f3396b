//! Periods that figures are about: months, quarters, years, or all time.

use std::{fmt, ops::RangeInclusive};

use jiff::civil::Date;

use crate::figures::tally::Span;

/// Years that an address may name.
const YEARS: RangeInclusive<u16> = 2000..=2999;

/// Civil month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Months since the beginning of the year 0.
    number: u16,
}

/// Period of figures. Its text is that of an address: `all`, `2026`, `2026-Q3` or `2026-07`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// All time.
    All,
    /// A civil year.
    Year(Year),
    /// A quarter of a year.
    Quarter(Quarter),
    /// A month.
    Month(Month),
}

/// Civil year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(u16);

/// Quarter of a civil year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// Quarters since the beginning of the year 0.
    number: u16,
}

/// Error of parsing a [`Period`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a period looks like all, 2026, 2026-Q3 or 2026-07")]
pub struct PeriodError;

impl Month {
    /// Returns the month of a day.
    pub fn of(day: Date) -> Self {
        let (year, month) = (u16::try_from(day.year()), u16::try_from(day.month()));
        Self { number: year.unwrap_or(0) * 12 + month.unwrap_or(1) - 1 }
    }

    /// Returns the month with a number from 1 to 12.
    pub fn in_year(year: Year, month: u16) -> Option<Self> {
        (1..=12).contains(&month).then(|| Self { number: year.0 * 12 + month - 1 })
    }

    /// Parses a month such as `2026-07`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        (month.len() == 2).then(|| Self::in_year(Year::parse(year)?, digits(month)?))?
    }

    /// Returns the year.
    pub fn year(self) -> Year {
        Year(self.number / 12)
    }

    /// Returns the number of the month in its year, from 1 to 12.
    pub fn of_year(self) -> u16 {
        self.number % 12 + 1
    }

    /// Returns the quarter that the month is in.
    pub fn quarter(self) -> Quarter {
        Quarter { number: self.number / 3 }
    }

    /// Returns the month that is so many months earlier.
    #[must_use]
    pub fn earlier(self, months: u16) -> Self {
        Self { number: self.number.saturating_sub(months) }
    }

    /// Returns the month after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self { number: self.number.saturating_add(1) }
    }

    /// Returns the key under which the store keeps the month's tallies.
    pub fn span(self) -> Span {
        Span::Month(signed(self.year().0), small(self.of_year()))
    }

    /// Returns the first day.
    fn first_day(self) -> Date {
        Date::constant(signed(self.year().0), small(self.of_year()), 1)
    }

    /// Returns this month and those after it, up to another one, which is included.
    pub fn until(self, last: Self) -> impl DoubleEndedIterator<Item = Self> + Clone {
        (self.number..=last.number).map(|number| Self { number })
    }
}

impl Year {
    /// Returns the year of a day.
    pub fn of(day: Date) -> Self {
        Month::of(day).year()
    }

    /// Returns the number of the year.
    pub fn number(self) -> u16 {
        self.0
    }

    /// Returns the year before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.saturating_sub(1))
    }

    fn parse(text: &str) -> Option<Self> {
        let year = digits(text).filter(|_| text.len() == 4)?;
        YEARS.contains(&year).then_some(Self(year))
    }
}

impl Quarter {
    /// Returns the year.
    pub fn year(self) -> Year {
        Year(self.number / 4)
    }

    /// Returns the number of the quarter in its year, from 1 to 4.
    pub fn in_year(self) -> u16 {
        self.number % 4 + 1
    }

    /// Returns the quarter before.
    #[must_use]
    pub fn before(self) -> Self {
        Self { number: self.number.saturating_sub(1) }
    }

    fn parse(text: &str) -> Option<Self> {
        let (year, quarter) = text.split_once("-Q")?;
        let (year, quarter) = (Year::parse(year)?, digits(quarter).filter(|_| quarter.len() == 1)?);
        (1..=4).contains(&quarter).then(|| Self { number: year.0 * 4 + quarter - 1 })
    }
}

impl Period {
    /// Parses the text of an address.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is no period.
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        if text == "all" {
            return Ok(Self::All);
        }
        let month = || Month::parse(text).map(Self::Month);
        let quarter = || Quarter::parse(text).map(Self::Quarter);
        Year::parse(text).map(Self::Year).or_else(quarter).or_else(month).ok_or(PeriodError)
    }

    /// Returns the first and the last month; `None` for all time.
    pub fn months(self) -> Option<(Month, Month)> {
        let span =
            |first: u16, count: u16| (Month { number: first }, Month { number: first + count - 1 });
        match self {
            Self::All => None,
            Self::Year(Year(year)) => Some(span(year * 12, 12)),
            Self::Quarter(Quarter { number }) => Some(span(number * 3, 3)),
            Self::Month(month) => Some((month, month)),
        }
    }

    /// Returns the key under which the store keeps the period's tallies.
    pub fn span(self) -> Span {
        match self {
            Self::All => Span::All,
            Self::Year(year) => Span::Year(signed(year.0)),
            Self::Quarter(quarter) => {
                Span::Quarter(signed(quarter.year().0), small(quarter.in_year()))
            }
            Self::Month(month) => month.span(),
        }
    }

    /// Returns the first and the last day; `None` for all time.
    pub fn days(self) -> Option<[Date; 2]> {
        let (first, last) = self.months()?;
        Some([first.first_day(), last.first_day().last_of_month()])
    }

    /// Returns whether a month is in the period.
    pub fn includes(self, month: Month) -> bool {
        self.months().is_none_or(|(first, last)| (first..=last).contains(&month))
    }

    /// Returns the period of the same length before this one; `None` for all time.
    pub fn before(self) -> Option<Self> {
        match self {
            Self::All => None,
            Self::Year(year) => Some(Self::Year(year.before())),
            Self::Quarter(quarter) => Some(Self::Quarter(quarter.before())),
            Self::Month(month) => Some(Self::Month(month.earlier(1))),
        }
    }
}

/// Returns the number of a year, which is far below the limit.
fn signed(year: u16) -> i16 {
    i16::try_from(year).unwrap_or(i16::MAX)
}

/// Returns the number of a month or a quarter.
fn small(number: u16) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

/// Reads digits, and nothing else that an integer may be written with.
fn digits(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

impl fmt::Display for Year {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.0)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:02}", self.year(), self.of_year())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => formatter.write_str("all"),
            Self::Year(year) => year.fmt(formatter),
            Self::Quarter(quarter) => {
                write!(formatter, "{}-Q{}", quarter.year(), quarter.in_year())
            }
            Self::Month(month) => month.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        Period::parse(text).unwrap()
    }

    fn months(text: &str) -> Option<(String, String)> {
        let (first, last) = period(text).months()?;
        Some((first.to_string(), last.to_string()))
    }

    #[test]
    fn a_period_is_written_as_it_was_read() {
        for text in ["all", "2026", "2026-Q1", "2026-Q4", "2026-01", "2026-12"] {
            assert_eq!(period(text).to_string(), text);
            assert_eq!(Span::parse(text), Some(period(text).span()), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_a_period() {
        for text in [
            "",
            "All",
            "26",
            "1999",
            "3000",
            "02026",
            "+026",
            "2026-",
            "2026-Q",
            "2026-Q0",
            "2026-Q5",
            "2026-Q01",
            "2026-q1",
            "2026-0",
            "2026-7",
            "2026-00",
            "2026-13",
            "2026-+7",
            "2026-07-01",
            "٢٠٢٦",
            " 2026",
        ] {
            assert_eq!(Period::parse(text), Err(PeriodError), "{text:?}");
        }
    }

    #[test]
    fn a_period_has_its_days() {
        let days = |text| period(text).days().map(|days| days.map(|day| day.to_string()));
        assert_eq!(days("2028-02"), Some(["2028-02-01".to_owned(), "2028-02-29".to_owned()]));
        assert_eq!(days("2026-Q4"), Some(["2026-10-01".to_owned(), "2026-12-31".to_owned()]));
        assert_eq!(days("2026"), Some(["2026-01-01".to_owned(), "2026-12-31".to_owned()]));
        assert_eq!(days("all"), None);
    }

    #[test]
    fn a_period_has_its_months() {
        let span = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(months("all"), None);
        assert_eq!(months("2026"), span("2026-01", "2026-12"));
        assert_eq!(months("2026-Q1"), span("2026-01", "2026-03"));
        assert_eq!(months("2026-Q4"), span("2026-10", "2026-12"));
        assert_eq!(months("2026-07"), span("2026-07", "2026-07"));
    }

    #[test]
    fn the_one_before_has_the_same_length() {
        for (text, before) in [
            ("2026", "2025"),
            ("2026-Q1", "2025-Q4"),
            ("2026-Q3", "2026-Q2"),
            ("2026-01", "2025-12"),
            ("2026-07", "2026-06"),
        ] {
            assert_eq!(period(text).before(), Some(period(before)), "{text}");
        }
        assert_eq!(Period::All.before(), None);
    }

    #[test]
    fn a_month_is_in_its_year_and_its_quarter() {
        let month = Month::parse("2026-09").unwrap();
        for (text, includes) in [
            ("all", true),
            ("2026", true),
            ("2026-Q3", true),
            ("2026-09", true),
            ("2026-Q4", false),
            ("2025", false),
            ("2026-10", false),
        ] {
            assert_eq!(period(text).includes(month), includes, "{text}");
        }
        assert_eq!(Period::Quarter(month.quarter()), period("2026-Q3"));
        assert_eq!(Period::Year(month.year()), period("2026"));
    }

    #[test]
    fn months_run_over_the_end_of_a_year() {
        let last = Month::of(jiff::civil::date(2026, 2, 28));
        let months: Vec<String> =
            last.earlier(3).until(last).map(|month| month.to_string()).collect();
        assert_eq!(months, ["2025-11", "2025-12", "2026-01", "2026-02"]);
        assert_eq!(last.next().to_string(), "2026-03");
        assert_eq!((last.year().number(), last.of_year()), (2026, 2));
    }
}
