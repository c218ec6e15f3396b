//! Arithmetic of working time: the amount between two times, and the time at which an amount has
//! passed.
//!
//! Whole weeks are counted at once, so that the cost doesn't grow with the time in between.

use std::num::NonZeroU16;

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{
    Calendar, Week,
    stretch::{days_between, weeks_later},
};

/// Position in a calendar: the next day to count.
struct Walk<'a> {
    calendar: &'a Calendar,
    day: Date,
    /// Last day known to come before the clocks change.
    steady: Option<Date>,
}

/// Week that applies from a day on.
struct Reach<'a> {
    week: &'a Week,
    /// Number of whole weeks from that day on that have the same hours, of the same length.
    weeks: i64,
}

impl Calendar {
    /// Returns the working time from one time to a later one; zero if it isn't later.
    pub fn work_between(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        if until <= from {
            return SignedDuration::ZERO;
        }
        let last = self.local(until).date();
        let within = |day| {
            let parts = self.openings(day).map(|(opens, closes)| {
                opens.max(from).duration_until(closes.min(until)).max(SignedDuration::ZERO)
            });
            parts.fold(SignedDuration::ZERO, SignedDuration::saturating_add)
        };
        let first = self.local(from).date();
        let mut work = within(first);
        let Some(mut walk) = Walk::after(self, first) else { return work };
        while let Some(Reach { week, weeks }) = walk.reach().filter(|_| walk.day <= last) {
            let whole = weeks.min(days_between(walk.day, last) / 7);
            work = work.saturating_add(times(week.work(), whole));
            if whole == 0 {
                work = work.saturating_add(within(walk.day));
            }
            if !walk.pass(whole) {
                break;
            }
        }
        work
    }

    /// Returns the first time at which this much working time has passed since `start`.
    pub fn after_work(&self, start: Timestamp, work: SignedDuration) -> Timestamp {
        if !work.is_positive() {
            return start;
        }
        let (mut left, first) = (work, self.local(start).date());
        if let Some(end) = self.end_of_work(first, start, &mut left) {
            return end;
        }
        let Some(mut walk) = Walk::after(self, first) else { return Timestamp::MAX };
        while let Some(Reach { week, weeks }) = walk.reach() {
            // The last piece of work is counted by its day: it ends with a close, not with the
            // opening after it.
            let before = left.saturating_sub(SignedDuration::from_nanos(1)).as_nanos();
            let whole = before / week.work().as_nanos().max(1);
            let whole = weeks.min(i64::try_from(whole).unwrap_or(i64::MAX));
            left = left.saturating_sub(times(week.work(), whole));
            if whole == 0
                && let Some(end) = self.end_of_work(walk.day, start, &mut left)
            {
                return end;
            }
            if !walk.pass(whole) {
                break;
            }
        }
        Timestamp::MAX
    }

    /// Returns the close of the `days`th working day after the day of `start`, which itself does
    /// not count.
    pub fn close_after(&self, start: Timestamp, days: NonZeroU16) -> Timestamp {
        let mut left = i64::from(days.get());
        let Some(mut walk) = Walk::after(self, self.local(start).date()) else {
            return Timestamp::MAX;
        };
        while let Some(Reach { week, weeks }) = walk.reach() {
            let whole = weeks.min((left - 1) / week.working_days().max(1));
            left -= whole * week.working_days();
            if whole == 0
                && let Some(close) = self.hours_on(walk.day).last()
            {
                left -= 1;
                if left == 0 {
                    return self.moment(walk.day, close.closes());
                }
            }
            if !walk.pass(whole) {
                break;
            }
        }
        Timestamp::MAX
    }

    /// Returns the close of the `days`th working day from `now` on. Today counts, unless its work
    /// is over or there is none.
    pub fn close_within(&self, now: Timestamp, days: NonZeroU16) -> Timestamp {
        let close = self.openings(self.local(now).date()).map(|(_, closes)| closes).last();
        match (close.filter(|close| now < *close), NonZeroU16::new(days.get() - 1)) {
            (Some(close), None) => close,
            (Some(_), Some(others)) => self.close_after(now, others),
            (None, _) => self.close_after(now, days),
        }
    }

    /// Takes the work of one day since `start` from `left`, and returns the time at which none is
    /// left.
    fn end_of_work(
        &self,
        day: Date,
        start: Timestamp,
        left: &mut SignedDuration,
    ) -> Option<Timestamp> {
        for (opens, closes) in self.openings(day) {
            let begin = opens.max(start);
            let length = begin.duration_until(closes);
            if length >= *left {
                return Some(begin.saturating_add(*left).unwrap_or(Timestamp::MAX));
            }
            if length.is_positive() {
                *left = left.saturating_sub(length);
            }
        }
        None
    }

    /// Returns the working spans of a day, as timestamps.
    fn openings(&self, day: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let spans = self.hours_on(day).iter();
        spans.map(move |span| (self.moment(day, span.opens()), self.moment(day, span.closes())))
    }

    /// Returns the timestamp of a minute of a day. A minute that summer time skips is moved forward
    /// by the length of the gap. Of a minute that comes twice, the first is used.
    fn moment(&self, day: Date, minute: u16) -> Timestamp {
        let local = day.at(0, 0, 0, 0).saturating_add(SignedDuration::from_mins(minute.into()));
        self.parts.zone.rule().to_timestamp(local).unwrap_or(Timestamp::MAX)
    }
}

impl<'a> Walk<'a> {
    /// Starts on the day after `day`.
    fn after(calendar: &'a Calendar, day: Date) -> Option<Self> {
        Some(Self { calendar, day: day.tomorrow().ok()?, steady: None })
    }

    /// Goes on to the next day whose week has hours, and returns that week.
    fn reach(&mut self) -> Option<Reach<'a>> {
        loop {
            let (week, last) = self.calendar.week_on(self.day);
            if let Some(week) = week.filter(|week| week.works()) {
                let last = last.min(self.last_steady_day());
                let weeks = ((days_between(self.day, last) + 1) / 7).max(0);
                return Some(Reach { week, weeks });
            }
            self.day = last.tomorrow().ok()?;
        }
    }

    /// Returns the last day on which no change of the clocks is near.
    fn last_steady_day(&mut self) -> Date {
        let known = self.steady.filter(|steady| self.day <= *steady);
        let steady = known.unwrap_or_else(|| {
            let zone = &self.calendar.parts.zone;
            let change = zone.change_after(self.calendar.moment(self.day, 0));
            let change = change.map(|change| self.calendar.local(change).date());
            change.map_or(Date::MAX, |change| {
                change.yesterday().and_then(Date::yesterday).unwrap_or(Date::MIN)
            })
        });
        self.steady = Some(steady);
        steady
    }

    /// Passes this many weeks, or a day if there are none; returns `false` at the end of time.
    fn pass(&mut self, weeks: i64) -> bool {
        let next = if weeks > 0 {
            weeks_later(self.day, weeks)
        } else {
            self.day.tomorrow().unwrap_or(Date::MAX)
        };
        let goes_on = next > self.day;
        self.day = next;
        goes_on
    }
}

/// Returns a week's work this many times.
fn times(work: SignedDuration, weeks: i64) -> SignedDuration {
    SignedDuration::from_secs(work.as_secs().saturating_mul(weeks))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Holiday, Parts, Regular, Span, Zone},
        *,
    };

    fn calendar() -> Calendar {
        Calendar::federal(2026..=2027)
    }

    fn after(start: &str, days: u16) -> String {
        calendar().close_after(start.parse().unwrap(), NonZeroU16::new(days).unwrap()).to_string()
    }

    #[test]
    fn the_day_of_receipt_does_not_count() {
        // Tuesday 10:00 in Dubai, then Wednesday 15:30.
        assert_eq!(after("2026-11-24T06:00:00Z", 1), "2026-11-25T11:30:00Z");
        // Late on Tuesday in Dubai is Tuesday still; past midnight it is Wednesday.
        assert_eq!(after("2026-11-24T19:59:59Z", 1), "2026-11-25T11:30:00Z");
        assert_eq!(after("2026-11-24T20:00:00Z", 1), "2026-11-26T11:30:00Z");
    }

    #[test]
    fn today_counts_until_its_work_is_over() {
        let within = |now: &str, days| {
            let days = NonZeroU16::new(days).unwrap();
            calendar().close_within(now.parse().unwrap(), days).to_string()
        };
        // Tuesday morning and Tuesday evening in Dubai.
        assert_eq!(within("2026-11-24T06:00:00Z", 1), "2026-11-24T11:30:00Z");
        assert_eq!(within("2026-11-24T11:30:00Z", 1), "2026-11-25T11:30:00Z");
        // Friday morning, then Saturday.
        assert_eq!(within("2026-11-27T06:00:00Z", 1), "2026-11-27T08:00:00Z");
        assert_eq!(within("2026-11-28T06:00:00Z", 1), "2026-11-30T11:30:00Z");
        // Five days from Friday on, without National Day on Wednesday and Thursday.
        assert_eq!(within("2026-11-27T06:00:00Z", 5), "2026-12-07T11:30:00Z");
    }

    #[test]
    fn weekends_and_holidays_are_skipped() {
        // Thursday, then Friday noon; Friday and Saturday, then Monday.
        assert_eq!(after("2026-11-26T06:00:00Z", 1), "2026-11-27T08:00:00Z");
        assert_eq!(after("2026-11-27T06:00:00Z", 1), "2026-11-30T11:30:00Z");
        assert_eq!(after("2026-11-28T06:00:00Z", 1), "2026-11-30T11:30:00Z");
        // 2 and 3 December are off: Tuesday 1, then Friday 4.
        assert_eq!(after("2026-12-01T06:00:00Z", 1), "2026-12-04T08:00:00Z");
        assert_eq!(after("2026-11-24T06:00:00Z", 5), "2026-12-01T11:30:00Z");
    }

    #[test]
    fn an_hour_before_the_weekend_goes_on_after_it() {
        let friday = "2026-11-27T07:30:00Z".parse().unwrap();
        let monday = calendar().after_work(friday, SignedDuration::from_hours(1));
        assert_eq!(monday.to_string(), "2026-11-30T04:00:00Z");
        assert_eq!(calendar().work_between(friday, monday), SignedDuration::from_hours(1));
        // Work that ends with the day ends at its close, not at the next opening.
        let noon = calendar().after_work(friday, SignedDuration::from_mins(30));
        assert_eq!(noon.to_string(), "2026-11-27T08:00:00Z");
    }

    #[test]
    fn a_century_is_counted_by_weeks() {
        // One hour a week, 300 holidays, and summer time: the dearest calendar that there may be.
        let holiday = |day: i64| {
            let day =
                "2026-01-05".parse::<Date>().unwrap().saturating_add(jiff::Span::new().days(day));
            Holiday { name: String::new(), from: day, until: day, expected: false }
        };
        let hour = Span::new(600, 660).unwrap();
        let week = Week { wednesday: hour.into(), ..Week::default() };
        for zone in ["<+04>-4", "CET-1CEST,M3.5.0,M10.5.0/3"] {
            let calendar = Calendar::new(Parts {
                zone: Zone::parse(zone).unwrap(),
                weeks: vec![Regular { from: "2026-01-01".parse().unwrap(), hours: week.clone() }],
                seasons: Vec::new(),
                holidays: (0..300).map(|number| holiday(number * 14)).collect(),
            })
            .unwrap();
            let start = "2026-01-01T00:00:00Z".parse().unwrap();
            let end = calendar.after_work(start, SignedDuration::from_hours(6_000));
            assert_eq!(calendar.work_between(start, end), SignedDuration::from_hours(6_000));
        }
    }

    #[test]
    fn the_end_of_time_is_the_end() {
        let late = "9999-12-29T00:00:00Z".parse().unwrap();
        assert_eq!(calendar().close_after(late, NonZeroU16::MAX), Timestamp::MAX);
        assert_eq!(calendar().after_work(late, SignedDuration::from_hours(1_000)), Timestamp::MAX);
    }
}
