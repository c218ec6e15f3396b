//! Working hours of a day and of a week. A day may have several spans, for split shifts, and may
//! run until midnight.

use std::fmt;

use jiff::{
    SignedDuration,
    civil::{Date, Weekday},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Number of minutes in a day, and the minute at which a day ends.
const MIDNIGHT: u16 = 24 * 60;

/// Most spans of a day.
const SPANS_MAX: usize = 12;

/// Span of working time within a day, from one minute to a later one, which is excluded:
/// `07:30-15:30`. The end may be `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    opens: u16,
    closes: u16,
}

/// Working hours of one day, in order; none on a day off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Span>", into = "Vec<Span>")]
pub struct Day(Vec<Span>);

/// Working hours of each weekday. A weekday that isn't named is a day off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of the days say it")]
pub struct Week {
    pub monday: Day,
    pub tuesday: Day,
    pub wednesday: Day,
    pub thursday: Day,
    pub friday: Day,
    pub saturday: Day,
    pub sunday: Day,
}

/// Error of parsing working hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum HoursError {
    /// Text that isn't two times of a day.
    #[error("hours look like 07:30-15:30; a day ends at 24:00")]
    Malformed,
    /// End that isn't after the beginning.
    #[error("hours end after they begin; those that pass midnight are two, one for each day")]
    Backwards,
    /// Spans of a day that overlap or are out of order.
    #[error("the hours of a day follow each other")]
    Overlapping,
    /// More spans in a day than anyone works.
    #[error("a day has at most {SPANS_MAX} shifts")]
    TooMany,
}

impl Span {
    /// Creates a span from one minute of the day to a later one.
    ///
    /// # Errors
    ///
    /// When the second isn't later than the first, or is past midnight.
    pub const fn new(opens: u16, closes: u16) -> Result<Self, HoursError> {
        match () {
            () if closes > MIDNIGHT => Err(HoursError::Malformed),
            () if opens >= closes => Err(HoursError::Backwards),
            () => Ok(Self { opens, closes }),
        }
    }

    /// Creates a span without checks, from constants in the code that are known to be valid.
    pub(super) const fn known(opens: u16, closes: u16) -> Self {
        Self { opens, closes }
    }

    fn parse(text: &str) -> Result<Self, HoursError> {
        let (opens, closes) = text.split_once('-').ok_or(HoursError::Malformed)?;
        Self::new(minute(opens)?, minute(closes)?)
    }

    /// Returns the minute of the day at which the span begins.
    pub const fn opens(self) -> u16 {
        self.opens
    }

    /// Returns the minute of the day at which the span ends.
    pub const fn closes(self) -> u16 {
        self.closes
    }
}

fn minute(text: &str) -> Result<u16, HoursError> {
    let number = |digits: &str| match digits.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9'] => digits.parse::<u16>().map_err(|_| HoursError::Malformed),
        _ => Err(HoursError::Malformed),
    };
    let (hour, minute) = text.split_once(':').ok_or(HoursError::Malformed)?;
    let (hour, minute) = (number(hour)?, number(minute)?);
    if minute < 60 { Ok(hour * 60 + minute) } else { Err(HoursError::Malformed) }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { opens, closes } = self;
        write!(
            formatter,
            "{:02}:{:02}-{:02}:{:02}",
            opens / 60,
            opens % 60,
            closes / 60,
            closes % 60
        )
    }
}

impl TryFrom<String> for Span {
    type Error = HoursError;

    fn try_from(text: String) -> Result<Self, HoursError> {
        Self::parse(&text)
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

impl Day {
    /// Returns the spans, in order.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }
}

impl TryFrom<Vec<Span>> for Day {
    type Error = HoursError;

    fn try_from(spans: Vec<Span>) -> Result<Self, HoursError> {
        if spans.len() > SPANS_MAX {
            return Err(HoursError::TooMany);
        }
        let follow = spans.windows(2).all(|pair| pair[0].closes <= pair[1].opens);
        if follow { Ok(Self(spans)) } else { Err(HoursError::Overlapping) }
    }
}

impl From<Day> for Vec<Span> {
    fn from(day: Day) -> Self {
        day.0
    }
}

impl From<Span> for Day {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl Week {
    /// Returns the usual hours of Ramadan: Monday to Thursday from 9:00 to 14:30, Friday until
    /// noon.
    pub fn ramadan() -> Self {
        let until = |closes| Day::from(Span::known(9 * 60, closes));
        let [monday, tuesday, wednesday, thursday] = [(); 4].map(|()| until(14 * 60 + 30));
        Self { monday, tuesday, wednesday, thursday, friday: until(12 * 60), ..Self::default() }
    }

    /// Returns the working hours of a weekday.
    pub const fn on(&self, weekday: Weekday) -> &Day {
        match weekday {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    /// Returns whether any day of the week has working hours.
    pub fn works(&self) -> bool {
        self.working_days() > 0
    }

    /// Returns the number of days with working hours.
    pub(super) fn working_days(&self) -> i64 {
        self.days().into_iter().map(|day| i64::from(!day.0.is_empty())).sum()
    }

    /// Returns the working time of the week.
    pub(super) fn work(&self) -> SignedDuration {
        let minutes = self.days().into_iter().flat_map(|day| &day.0);
        SignedDuration::from_mins(minutes.map(|span| i64::from(span.closes - span.opens)).sum())
    }

    /// Returns whether one of this many days from `first` on has working hours.
    pub(super) fn works_within(&self, first: Date, days: i64) -> bool {
        let days = usize::try_from(days.min(7)).unwrap_or_default();
        let weekdays = first.weekday().cycle_forward().take(days);
        weekdays.into_iter().any(|weekday| !self.on(weekday).0.is_empty())
    }

    const fn days(&self) -> [&Day; 7] {
        let Self { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = self;
        [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_as_people_write_them() {
        for written in ["07:30-15:30", "00:00-24:00", "23:59-24:00"] {
            assert_eq!(Span::parse(written).unwrap().to_string(), written);
        }
        for malformed in [
            "",
            "7:30-15:30",
            "07:30",
            "07:60-08:00",
            "07:30-24:01",
            "+7:30-08:00",
            "07:30-15:30-16:00",
        ] {
            assert_eq!(Span::parse(malformed), Err(HoursError::Malformed), "{malformed}");
        }
        for backwards in ["15:30-07:30", "07:30-07:30"] {
            assert_eq!(Span::parse(backwards), Err(HoursError::Backwards), "{backwards}");
        }
    }

    #[test]
    fn ramadan_has_shorter_days() {
        let hours = |day| Week::ramadan().on(day).spans().first().map(ToString::to_string);
        assert_eq!(hours(Weekday::Thursday).as_deref(), Some("09:00-14:30"));
        assert_eq!(hours(Weekday::Friday).as_deref(), Some("09:00-12:00"));
        assert_eq!(hours(Weekday::Saturday), None);
    }

    #[test]
    fn shifts_of_a_day_follow_each_other() {
        let read =
            |json: &str| serde_json::from_str::<Week>(json).map_err(|error| error.to_string());
        let week = read(r#"{"monday":["08:00-12:00","12:00-13:00","16:00-20:00"]}"#).unwrap();
        assert!(week.works() && week.tuesday.spans().is_empty());
        assert_eq!(week.on(Weekday::Monday).spans().len(), 3);
        for wrong in [r#"["08:00-12:00","11:59-13:00"]"#, r#"["16:00-20:00","08:00-12:00"]"#] {
            let error = read(&format!(r#"{{"monday":{wrong}}}"#)).unwrap_err();
            assert!(error.contains(&HoursError::Overlapping.to_string()), "{error}");
        }
        assert!(read(r#"{"mon":[]}"#).is_err(), "a misspelt day is no day off");
    }
}
