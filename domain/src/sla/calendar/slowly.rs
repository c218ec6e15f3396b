//! Reference model for tests of the calendar. It counts working time minute by minute, which is
//! slow and plainly right.

use std::num::NonZeroU16;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use proptest::prelude::*;

use super::{Calendar, Day, Holiday, Parts, Regular, Season, Span, Week, Zone};

const MINUTE: i64 = 60;
/// Length of the period that the tests cover, in minutes.
const WINDOW: i64 = 30 * 24 * 60;

fn works(parts: &Parts, zone: &TimeZone, at: Timestamp) -> bool {
    let local = zone.to_datetime(at);
    let (day, minute) = (local.date(), i64::from(local.hour()) * 60 + i64::from(local.minute()));
    let within = |from: Date, until: Date| from <= day && day <= until;
    if parts.holidays.iter().any(|holiday| within(holiday.from, holiday.until)) {
        return false;
    }
    let mut week = &parts.weeks[0].hours;
    for regular in &parts.weeks {
        if regular.from <= day {
            week = &regular.hours;
        }
    }
    for season in &parts.seasons {
        if within(season.from, season.until) {
            week = &season.hours;
        }
    }
    let hours = match local.weekday().to_monday_zero_offset() {
        0 => &week.monday,
        1 => &week.tuesday,
        2 => &week.wednesday,
        3 => &week.thursday,
        4 => &week.friday,
        5 => &week.saturday,
        _ => &week.sunday,
    };
    hours
        .spans()
        .iter()
        .any(|span| i64::from(span.opens()) <= minute && minute < i64::from(span.closes()))
}

fn later(at: Timestamp, minutes: i64) -> Timestamp {
    Timestamp::from_second(at.as_second() + minutes * MINUTE).unwrap()
}

/// Returns the working minutes of the period from `start` on, each by its number.
fn working(parts: &Parts, start: Timestamp) -> Vec<i64> {
    let zone = TimeZone::posix(&String::from(parts.zone.clone())).unwrap();
    (0..WINDOW).filter(|minute| works(parts, &zone, later(start, *minute))).collect()
}

/// Generates up to three shifts, none before `earliest`.
fn day(earliest: u16) -> impl Strategy<Value = Day> {
    prop::collection::btree_set(earliest..=24 * 60, 0..=6).prop_map(|minutes| {
        let minutes: Vec<_> = minutes.into_iter().collect();
        let spans = minutes.chunks_exact(2).map(|pair| Span::new(pair[0], pair[1]).unwrap());
        Day::try_from(spans.collect::<Vec<_>>()).unwrap()
    })
}

fn week(earliest: u16) -> impl Strategy<Value = Week> {
    prop::collection::vec(day(earliest), 7).prop_map(|days| {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] =
            <[Day; 7]>::try_from(days).unwrap();
        Week { monday, tuesday, wednesday, thursday, friday, saturday, sunday }
    })
}

/// Generates time zones, each with a date near which its clocks may change, and the minute of the
/// day before which nobody works.
///
/// That minute keeps hours away from local times that a clock change skips or repeats. Their
/// meaning is a choice, which these tests don't cover.
fn place() -> impl Strategy<Value = (&'static str, &'static str, u16)> {
    prop_oneof![
        Just(("<+04>-4", "2026-11-24T00:00:00Z", 0)),
        Just(("<+0545>-5:45", "2026-11-24T00:00:00Z", 0)),
        Just(("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-20T00:00:00Z", 240)),
        Just(("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-22T00:00:00Z", 240)),
    ]
}

prop_compose! {
    fn scene()((zone, near, earliest) in place())(
        near in Just(near.parse::<Timestamp>().unwrap()),
        zone in Just(Zone::parse(zone).unwrap()),
        weeks in (week(earliest), week(earliest), week(earliest)),
        days in prop::collection::vec(0..30_i64, 6),
        off in any::<bool>(),
        minutes in 0..2 * 24 * 60_i64,
    ) -> (Parts, Timestamp) {
        let day = |number: usize| later(near, days[number] * 24 * 60).to_zoned_datetime(TimeZone::UTC).date();
        let (first, second, season) = weeks;
        let range = |one: Date, other: Date| (one.min(other), one.max(other));
        let (from, until) = range(day(1), day(2));
        let seasons = vec![Season { name: String::new(), from, until, hours: season }];
        let (from, until) = range(day(3), day(3).tomorrow().unwrap());
        let holidays = if off { vec![Holiday { name: String::new(), from, until, expected: false }] } else { vec![] };
        let weeks = vec![Regular { from: "2020-01-01".parse().unwrap(), hours: first }, Regular { from: day(0), hours: second }];
        (Parts { zone, weeks, seasons, holidays }, later(near, minutes))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn work_between_is_every_working_minute((parts, start) in scene(), length in 0..WINDOW) {
        prop_assume!(Calendar::new(parts.clone()).is_ok());
        let calendar = Calendar::new(parts.clone()).unwrap();
        let counted = working(&parts, start).into_iter().filter(|minute| *minute < length).count();
        prop_assert_eq!(calendar.work_between(start, later(start, length)), SignedDuration::from_mins(i64::try_from(counted).unwrap()));
        prop_assert_eq!(calendar.work_between(later(start, length), start), SignedDuration::ZERO);
    }

    #[test]
    fn work_is_done_with_its_last_working_minute((parts, start) in scene(), share in 0.0..1.0_f64) {
        prop_assume!(Calendar::new(parts.clone()).is_ok());
        let calendar = Calendar::new(parts.clone()).unwrap();
        let minutes = working(&parts, start);
        prop_assume!(!minutes.is_empty());
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a few thousand")]
        let last = (minutes.len() as f64 * share) as usize;
        let work = SignedDuration::from_mins(i64::try_from(last + 1).unwrap());
        prop_assert_eq!(calendar.after_work(start, work), later(start, minutes[last] + 1));
    }

    #[test]
    fn a_day_closes_with_its_last_working_minute((parts, start) in scene(), days in 1..6_u16) {
        prop_assume!(Calendar::new(parts.clone()).is_ok());
        let calendar = Calendar::new(parts.clone()).unwrap();
        let zone = TimeZone::posix(&String::from(parts.zone.clone())).unwrap();
        let date = |minute: i64| zone.to_datetime(later(start, minute)).date();
        let mut closes: Vec<i64> = Vec::new();
        for minute in working(&parts, start).into_iter().filter(|minute| date(*minute) > date(0)) {
            match closes.last_mut() {
                Some(last) if date(*last) == date(minute) => *last = minute,
                _ => closes.push(minute),
            }
        }
        // The window may have cut off the last day.
        closes.pop();
        prop_assume!(closes.len() >= usize::from(days));
        let close = calendar.close_after(start, NonZeroU16::new(days).unwrap());
        prop_assert_eq!(close, later(start, closes[usize::from(days) - 1] + 1));
    }
}
