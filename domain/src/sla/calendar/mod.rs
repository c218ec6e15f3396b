//! Working calendar of an entity: time zone, weekly hours, seasons with other hours, and holidays.
//!
//! Each entity has one calendar, and all of its parts are data with the dates from which they
//! apply. Holidays of the lunar calendar are declared a day or so before, so due times are
//! recomputed when a calendar changes.
//!
//! `agreement` and `timer` count working time by it. Nothing here may know a case or a promise.

mod hours;
pub mod ical;
#[cfg(test)]
mod slowly;
mod stretch;
pub mod uae;
mod work;
mod zone;

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime, date},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use hours::{Day, HoursError, Span, Week};
use stretch::Stretch;
pub use zone::{Zone, ZoneError};

/// Maximum length of a season or a holiday, in days.
const LONGEST: i64 = 366;

/// Most weeks, seasons or holidays of a calendar, each.
const MANY: usize = 300;

/// Longest name of a season or a holiday, in characters.
pub const NAME_MAX: usize = 200;

/// Least working time of the last week, which applies for ever.
const LEAST: SignedDuration = SignedDuration::from_hours(1);

/// Working calendar of an entity; see [`Parts`]. After any date there is working time again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Calendar {
    parts: Parts,
    stretches: Vec<Stretch>,
}

/// Parts of a calendar, as an administrator enters them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// Time zone of all dates and hours.
    pub zone: Zone,
    /// Regular weeks, each valid until the next begins. The first also applies before its date.
    pub weeks: Vec<Regular>,
    /// Seasons with other hours, such as Ramadan, which override the regular weeks.
    #[serde(default)]
    pub seasons: Vec<Season>,
    /// Holidays, which override seasons and regular weeks.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// Regular week from a date on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regular {
    /// First day on which the week applies.
    pub from: Date,
    /// Working hours.
    pub hours: Week,
}

/// Season with other working hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    /// Common name.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// Working hours.
    pub hours: Week,
}

/// Holiday of one or several days in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// Common name.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// True if the day is expected and not confirmed yet, since the moon decides.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expected: bool,
}

/// Error of building a calendar from its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// No regular week, or one that doesn't begin after the one before it.
    #[error("there is at least one week, and each begins after the one before it")]
    Weeks,
    /// Last week with hardly any hours, so that nothing would ever be due.
    #[error("the last week has at least an hour")]
    NeverWorks,
    /// Day that is too far away.
    #[error("the days of a calendar are between 2000 and 2100")]
    TooFar,
    /// More than a year without working hours.
    #[error("within each year there are working hours")]
    Gap,
    /// More entries than anyone can survey.
    #[error("at most {MANY} weeks, seasons and holidays each")]
    TooMany,
    /// Too long a name.
    #[error("a name of at most {NAME_MAX} characters")]
    Name,
    /// Last day before the first, or a year or more after it.
    #[error("a season or a holiday ends on the day on which it begins or later, within a year")]
    Backwards,
    /// Seasons that overlap or are out of order.
    #[error("seasons follow each other")]
    Overlapping,
}

/// Returns those of `new` that have a day which none of `known` covers.
pub fn missing(known: &[Holiday], new: Vec<Holiday>) -> Vec<Holiday> {
    let is_known = |day: Date| known.iter().any(|it| it.from <= day && day <= it.until);
    let is_there =
        |it: &Holiday| it.from.series(1.day()).take_while(|day| *day <= it.until).all(is_known);
    new.into_iter().filter(|it| !is_there(it)).collect()
}

impl TryFrom<Parts> for Calendar {
    type Error = CalendarError;

    fn try_from(parts: Parts) -> Result<Self, CalendarError> {
        Self::new(parts)
    }
}

impl From<Calendar> for Parts {
    fn from(calendar: Calendar) -> Self {
        calendar.parts
    }
}

impl Calendar {
    /// Creates a calendar from its parts, after checking them.
    ///
    /// # Errors
    ///
    /// When the parts leave the working hours of a day open, or say that nobody ever works.
    pub fn new(parts: Parts) -> Result<Self, CalendarError> {
        let Parts { weeks, seasons, holidays, .. } = &parts;
        let last = weeks.last().ok_or(CalendarError::Weeks)?;
        if [weeks.len(), seasons.len(), holidays.len()].into_iter().any(|count| count > MANY) {
            return Err(CalendarError::TooMany);
        }
        let ranges = || {
            let seasons = seasons.iter().map(|it| (it.from, it.until));
            seasons.chain(holidays.iter().map(|it| (it.from, it.until)))
        };
        let mut names = seasons.iter().map(|it| &it.name).chain(holidays.iter().map(|it| &it.name));
        let is_range = |(from, until): (Date, Date)| {
            from <= until && from.duration_until(until).as_hours() < 24 * LONGEST
        };
        let is_near = |(from, until)| stretch::is_near(from, until);
        match () {
            () if weeks.windows(2).any(|pair| pair[0].from >= pair[1].from) => {
                Err(CalendarError::Weeks)
            }
            () if last.hours.work() < LEAST => Err(CalendarError::NeverWorks),
            () if !ranges().all(is_range) => Err(CalendarError::Backwards),
            () if seasons.windows(2).any(|pair| pair[0].until >= pair[1].from) => {
                Err(CalendarError::Overlapping)
            }
            () if !ranges().chain(weeks.iter().map(|it| (it.from, it.from))).all(is_near) => {
                Err(CalendarError::TooFar)
            }
            () if names.any(|name| name.chars().count() > NAME_MAX) => Err(CalendarError::Name),
            () => {
                let calendar = Self::of(parts);
                if stretch::longest_gap(&calendar.parts, &calendar.stretches) > LONGEST {
                    return Err(CalendarError::Gap);
                }
                Ok(calendar)
            }
        }
    }

    fn of(parts: Parts) -> Self {
        let stretches = stretch::stretches(&parts);
        Self { parts, stretches }
    }

    /// Returns the federal working week since 2022: Monday to Thursday from 7:30 to 15:30, Friday
    /// until noon.
    ///
    /// Holidays with a fixed date in the solar calendar are included (Cabinet Resolution 27 of
    /// 2024). Those of the lunar calendar, and with them Ramadan, are for the entity to enter as
    /// they are declared.
    pub fn federal(years: std::ops::RangeInclusive<i16>) -> Self {
        let until = |closes| Day::from(Span::known(7 * 60 + 30, closes));
        let [monday, tuesday, wednesday, thursday] = [(); 4].map(|()| until(15 * 60 + 30));
        let hours = Week {
            monday,
            tuesday,
            wednesday,
            thursday,
            friday: until(12 * 60),
            ..Week::default()
        };
        let fixed = [("New Year", 1, 1, 1), ("National Day", 12, 2, 3)];
        let holidays = years.flat_map(|year| {
            fixed.map(|(name, month, first, last)| {
                let day = |day| Date::new(year, month, day).ok();
                let name = name.to_owned();
                Some(Holiday { name, from: day(first)?, until: day(last)?, expected: false })
            })
        });
        let weeks = vec![Regular { from: date(2022, 1, 1), hours }];
        Self::of(Parts {
            zone: Zone::dubai(),
            weeks,
            seasons: Vec::new(),
            holidays: holidays.flatten().collect(),
        })
    }

    /// Returns the time at which a day begins, if the calendar has it.
    pub fn beginning(&self, day: Date) -> Option<Timestamp> {
        self.parts.zone.beginning(day)
    }

    /// Returns the time at which the day before began, or a day ago if the calendar lacks it.
    pub fn yesterday(&self, at: Timestamp) -> Timestamp {
        let day = self.local(at).date().yesterday().ok();
        let beginning = day.and_then(|day| self.parts.zone.beginning(day));
        beginning.unwrap_or_else(|| at.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(at))
    }

    /// Returns the local date and time of the entity.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.parts.zone.rule().to_datetime(at)
    }

    /// Returns the week that applies on a day, if any, and the last day on which it does.
    fn week_on(&self, day: Date) -> (Option<&Week>, Date) {
        stretch::on(&self.parts, &self.stretches, day)
    }

    fn hours_on(&self, day: Date) -> &[Span] {
        self.week_on(day).0.map_or(&[], |week| week.on(day.weekday()).spans())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Parts {
        Calendar::federal(2026..=2027).into()
    }

    fn season(from: Date, until: Date) -> Season {
        Season {
            name: "Ramadan".into(),
            from,
            until,
            hours: Week { monday: Span::known(9 * 60, 14 * 60 + 30).into(), ..Week::default() },
        }
    }

    #[test]
    fn a_calendar_is_kept_as_its_parts() {
        let calendar = Calendar::new(Parts {
            seasons: vec![season(date(2026, 2, 18), date(2026, 3, 19))],
            ..parts()
        })
        .unwrap();
        let json = serde_json::to_value(&calendar).unwrap();
        assert_eq!(json["seasons"][0]["hours"]["monday"][0], "09:00-14:30");
        assert_eq!(json["holidays"][1]["until"], "2026-12-03");
        assert_eq!(serde_json::from_value::<Calendar>(json).unwrap(), calendar);
    }

    #[test]
    fn yesterday_begins_at_midnight_of_the_entity() {
        let calendar = Calendar::new(parts()).unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        for now in ["2026-11-28T20:00:00Z", "2026-11-29T19:59:59Z"] {
            assert_eq!(calendar.yesterday(at(now)), at("2026-11-27T20:00:00Z"), "{now}");
        }
    }

    #[test]
    fn holidays_go_before_seasons_and_seasons_before_weeks() {
        let hours = |calendar: &Calendar, day| {
            calendar.hours_on(day).iter().map(Span::to_string).collect::<Vec<_>>()
        };
        let mut changed = parts();
        changed.seasons.push(season(date(2026, 11, 30), date(2026, 12, 7)));
        changed.holidays.push(Holiday {
            name: "by circular".into(),
            from: date(2026, 12, 7),
            until: date(2026, 12, 7),
            expected: false,
        });
        let calendar = Calendar::new(changed).unwrap();
        assert_eq!(hours(&calendar, date(2026, 11, 23)), ["07:30-15:30"]);
        assert_eq!(hours(&calendar, date(2026, 11, 30)), ["09:00-14:30"]);
        assert!(
            hours(&calendar, date(2026, 12, 1)).is_empty(),
            "a day that the season doesn't name"
        );
        assert!(hours(&calendar, date(2026, 12, 7)).is_empty(), "a holiday in the season");
        assert_eq!(hours(&calendar, date(2026, 12, 8)), ["07:30-15:30"]);
    }

    #[test]
    fn a_week_holds_until_the_next_and_the_first_before_its_date_too() {
        let mut changed = parts();
        changed.weeks.push(Regular {
            from: date(2026, 12, 7),
            hours: Week { monday: Span::known(480, 960).into(), ..Week::default() },
        });
        let calendar = Calendar::new(changed).unwrap();
        let opens = |day| calendar.hours_on(day).first().map(|span| span.opens());
        assert_eq!(
            [date(2000, 1, 3), date(2026, 11, 30), date(2026, 12, 7)].map(opens),
            [Some(450), Some(450), Some(480)]
        );
        assert_eq!(opens(date(2026, 12, 8)), None);
    }

    #[test]
    fn what_leaves_open_when_work_is_done_is_no_calendar() {
        let day = |day| date(2026, 12, day);
        let regular = |from, hours| Regular { from, hours };
        let week = parts().weeks.remove(0).hours;
        let weeks = |weeks| Parts { weeks, ..parts() };
        assert_eq!(Calendar::new(weeks(vec![])), Err(CalendarError::Weeks));
        assert_eq!(
            Calendar::new(weeks(vec![regular(day(1), week.clone()); 2])),
            Err(CalendarError::Weeks)
        );
        assert_eq!(
            Calendar::new(weeks(vec![regular(day(1), Week::default())])),
            Err(CalendarError::NeverWorks)
        );
        assert!(
            Calendar::new(weeks(vec![regular(day(1), Week::default()), regular(day(2), week)]))
                .is_ok()
        );
        let seasons = |ranges: &[(Date, Date)]| {
            Calendar::new(Parts {
                seasons: ranges.iter().map(|(from, until)| season(*from, *until)).collect(),
                ..parts()
            })
        };
        assert_eq!(seasons(&[(day(2), day(1))]), Err(CalendarError::Backwards));
        assert_eq!(seasons(&[(day(1), date(2027, 12, 2))]), Err(CalendarError::Backwards));
        assert_eq!(seasons(&[(day(1), day(5)), (day(5), day(9))]), Err(CalendarError::Overlapping));
        assert!(seasons(&[(day(1), day(5)), (day(6), day(9))]).is_ok());
    }

    #[test]
    fn what_would_take_long_to_count_is_no_calendar() {
        let [week] = <[Regular; 1]>::try_from(parts().weeks).unwrap();
        let free = |from| Regular { from, hours: Week::default() };
        let from = |from| Regular { from, ..week.clone() };
        let weeks = |weeks| Calendar::new(Parts { weeks, ..parts() }).err();
        assert_eq!(
            weeks(vec![free(date(2026, 1, 1)), from(date(9000, 1, 1))]),
            Some(CalendarError::TooFar)
        );
        assert_eq!(weeks(vec![from(date(1999, 12, 31))]), Some(CalendarError::TooFar));
        assert_eq!(
            weeks(vec![free(date(2026, 1, 1)), from(date(2027, 1, 3))]),
            Some(CalendarError::Gap)
        );
        assert_eq!(weeks(vec![free(date(2026, 1, 1)), from(date(2027, 1, 2))]), None);
        let minute = Week { monday: Span::known(0, 1).into(), ..Week::default() };
        assert_eq!(
            weeks(vec![Regular { from: date(2026, 1, 1), hours: minute }]),
            Some(CalendarError::NeverWorks)
        );
        let days =
            |from: Date, until: Date| Holiday { name: "off".into(), from, until, expected: false };
        let holidays = |holidays| Calendar::new(Parts { holidays, ..parts() }).err();
        let day = days(date(2026, 1, 5), date(2026, 1, 5));
        assert_eq!(holidays(vec![day.clone(); 300]), None);
        assert_eq!(holidays(vec![day.clone(); 301]), Some(CalendarError::TooMany));
        assert_eq!(
            holidays(vec![Holiday { name: "x".repeat(201), ..day }]),
            Some(CalendarError::Name)
        );
        let years = [2026, 2027].map(|year| days(date(year, 1, 1), date(year, 12, 31)));
        assert_eq!(holidays(years.to_vec()), Some(CalendarError::Gap));
        // Mondays are worked, but a Tuesday isn't one.
        let apart =
            [days(date(2026, 1, 1), date(2026, 12, 31)), days(date(2027, 1, 2), date(2027, 12, 1))];
        assert_eq!(holidays(apart.to_vec()), None, "the first day of 2027 is a Friday");
        let mondays = Week { monday: Span::known(480, 960).into(), ..Week::default() };
        let weeks = vec![Regular { from: date(2022, 1, 1), hours: mondays }];
        let calendar = Calendar::new(Parts { weeks, holidays: apart.to_vec(), ..parts() });
        assert_eq!(calendar, Err(CalendarError::Gap));
    }

    #[test]
    fn a_holiday_that_is_there_in_part_is_missing() {
        let day = |from, until| Holiday { name: "x".into(), from, until, expected: false };
        let eid = || vec![day(date(2026, 3, 19), date(2026, 3, 22))];
        assert_eq!(missing(&[day(date(2026, 3, 19), date(2026, 3, 21))], eid()), eid());
        let halves =
            [day(date(2026, 3, 1), date(2026, 3, 20)), day(date(2026, 3, 21), date(2026, 3, 22))];
        assert!(missing(&halves, eid()).is_empty());
    }
}
