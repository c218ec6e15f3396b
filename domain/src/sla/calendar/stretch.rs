//! Stretches of a calendar: ranges of days in which the same week applies, or none.
//!
//! Holidays, seasons and regular weeks are brought into one sorted list once, so that arithmetic
//! goes from stretch to stretch and week to week. Its cost then depends on the number of entries,
//! not on the years between them.

use jiff::{
    ToSpan,
    civil::{Date, date},
};

use super::{Parts, Week};

/// First day on which an entry may begin. Nothing is older than the program.
const FIRST: Date = date(2000, 1, 1);

/// Last day on which an entry may end.
const LAST: Date = date(2100, 12, 31);

/// Days from `from` until the next stretch begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    from: Date,
    hours: Hours,
}

/// Hours of a stretch, as an index into the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hours {
    Holiday,
    Season(usize),
    Regular(usize),
}

/// Returns whether both days are within the bounds of a calendar.
pub(super) fn is_near(from: Date, until: Date) -> bool {
    FIRST <= from && until <= LAST
}

/// Returns the stretches of a calendar, in order. The first also applies before its date.
pub(super) fn stretches(parts: &Parts) -> Vec<Stretch> {
    let Parts { weeks, seasons, holidays, .. } = parts;
    let after = |day: Date| day.tomorrow().unwrap_or(Date::MAX);
    let mut off: Vec<_> = holidays.iter().map(|it| (it.from, after(it.until))).collect();
    off.sort_unstable();
    off.dedup_by(|next, before| {
        let joins = next.0 <= before.1;
        if joins {
            before.1 = before.1.max(next.1);
        }
        joins
    });
    let mut bounds: Vec<Date> = weeks.iter().map(|it| it.from).collect();
    bounds.extend(seasons.iter().flat_map(|it| [it.from, after(it.until)]));
    bounds.extend(off.iter().flat_map(|(from, until)| [*from, *until]));
    // Whatever the first entry is, the first week applies before it.
    bounds.push(Date::MIN);
    bounds.sort_unstable();
    bounds.dedup();
    let hours = |day: Date| {
        let holiday = off.partition_point(|(from, _)| *from <= day).checked_sub(1);
        if holiday.is_some_and(|place| day < off[place].1) {
            return Hours::Holiday;
        }
        let season = seasons.partition_point(|it| it.from <= day).checked_sub(1);
        match season.filter(|place| day <= seasons[*place].until) {
            Some(season) => Hours::Season(season),
            None => Hours::Regular(weeks.partition_point(|it| it.from <= day).saturating_sub(1)),
        }
    };
    bounds.into_iter().map(|from| Stretch { from, hours: hours(from) }).collect()
}

/// Returns the week that applies on a day, if any, and the last day on which it does.
pub(super) fn on<'a>(
    parts: &'a Parts,
    stretches: &[Stretch],
    day: Date,
) -> (Option<&'a Week>, Date) {
    let place = stretches.partition_point(|stretch| stretch.from <= day);
    let week = place.checked_sub(1).and_then(|place| stretches[place].week(parts));
    let next = stretches.get(place).and_then(|next| next.from.yesterday().ok());
    (week, next.unwrap_or(Date::MAX))
}

/// Returns the longest time without working hours, in days, from the first entry on.
pub(super) fn longest_gap(parts: &Parts, stretches: &[Stretch]) -> i64 {
    let (mut longest, mut gap) = (0, 0_i64);
    for pair in stretches.windows(2).skip(1) {
        let days = days_between(pair[0].from, pair[1].from);
        if pair[0].week(parts).is_some_and(|week| week.works_within(pair[0].from, days)) {
            gap = 0;
        } else {
            gap += days;
            longest = longest.max(gap);
        }
    }
    longest
}

/// Returns the number of days from one day to another.
pub(super) fn days_between(from: Date, until: Date) -> i64 {
    from.duration_until(until).as_hours() / 24
}

/// Returns the day this many weeks later, or the last day there is.
pub(super) fn weeks_later(day: Date, weeks: i64) -> Date {
    weeks.checked_mul(7).map_or(Date::MAX, |days| day.saturating_add(days.days()))
}

impl Stretch {
    fn week(self, parts: &Parts) -> Option<&Week> {
        match self.hours {
            Hours::Holiday => None,
            Hours::Season(place) => parts.seasons.get(place).map(|it| &it.hours),
            Hours::Regular(place) => parts.weeks.get(place).map(|it| &it.hours),
        }
    }
}
