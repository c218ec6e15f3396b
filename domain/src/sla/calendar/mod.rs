//! Working calendar of an entity: time zone, weekly hours, seasons with other hours, and holidays.
//!
//! Each entity has one calendar, and all of its parts are data with the dates from which they
//! apply. Holidays of the lunar calendar are declared a day or so before, so due times are
//! recomputed when a calendar changes.
//!
//! `agreement` and `timer` count working time by it. Nothing here may know a case or a promise.

mod hours;
#[cfg(test)]
mod slowly;
mod work;
mod zone;

use jiff::{
    Timestamp,
    civil::{Date, DateTime, date},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use hours::{Day, HoursError, Span, Week};
pub use zone::{Zone, ZoneError};

/// Maximum length of a season or a holiday, in days.
const LONGEST: i64 = 366;

/// Working calendar of an entity; see [`Parts`]. After any date there is working time again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Calendar(Parts);

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
}

/// Error of building a calendar from its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// No regular week, or one that doesn't begin after the one before it.
    #[error("there is at least one week, and each begins after the one before it")]
    Weeks,
    /// Last week without hours, so that nothing would ever be due.
    #[error("the last week has hours")]
    NeverWorks,
    /// Last day before the first, or a year or more after it.
    #[error("a season or a holiday ends on the day on which it begins or later, within a year")]
    Backwards,
    /// Seasons that overlap or are out of order.
    #[error("seasons follow each other")]
    Overlapping,
}

impl TryFrom<Parts> for Calendar {
    type Error = CalendarError;

    fn try_from(parts: Parts) -> Result<Self, CalendarError> {
        Self::new(parts)
    }
}

impl From<Calendar> for Parts {
    fn from(calendar: Calendar) -> Self {
        calendar.0
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
        let mut ranges = seasons
            .iter()
            .map(|it| (it.from, it.until))
            .chain(holidays.iter().map(|it| (it.from, it.until)));
        let is_range = |(from, until): (Date, Date)| {
            from <= until && from.duration_until(until).as_hours() < 24 * LONGEST
        };
        match () {
            () if weeks.windows(2).any(|pair| pair[0].from >= pair[1].from) => {
                Err(CalendarError::Weeks)
            }
            () if !last.hours.works() => Err(CalendarError::NeverWorks),
            () if !ranges.all(is_range) => Err(CalendarError::Backwards),
            () if seasons.windows(2).any(|pair| pair[0].until >= pair[1].from) => {
                Err(CalendarError::Overlapping)
            }
            () => Ok(Self(parts)),
        }
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
                Some(Holiday { name: name.to_owned(), from: day(first)?, until: day(last)? })
            })
        });
        let weeks = vec![Regular { from: date(2022, 1, 1), hours }];
        Self(Parts {
            zone: Zone::dubai(),
            weeks,
            seasons: Vec::new(),
            holidays: holidays.flatten().collect(),
        })
    }

    /// Returns the local date and time of the entity.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.0.zone.rule().to_datetime(at)
    }

    fn hours_on(&self, day: Date) -> &[Span] {
        let Parts { weeks, seasons, holidays, .. } = &self.0;
        if holidays.iter().any(|holiday| (holiday.from..=holiday.until).contains(&day)) {
            return &[];
        }
        let season = seasons
            .iter()
            .find(|season| (season.from..=season.until).contains(&day))
            .map(|season| &season.hours);
        let regular = || {
            weeks.iter().rfind(|week| week.from <= day).or(weeks.first()).map(|week| &week.hours)
        };
        season.or_else(regular).map_or(&[], |week| week.on(day.weekday()).spans())
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
}
