//! Arithmetic of working time: the amount between two times, and the time at which an amount has
//! passed.

use std::num::NonZeroU16;

use jiff::{SignedDuration, Timestamp, civil::Date};

use super::Calendar;

impl Calendar {
    /// Returns the working time from one time to a later one; zero if it isn't later.
    pub fn work_between(&self, from: Timestamp, until: Timestamp) -> SignedDuration {
        let begun = self.openings(from).take_while(|(opens, _)| *opens < until);
        let parts = begun.map(|(opens, closes)| opens.max(from).duration_until(closes.min(until)));
        parts
            .filter(SignedDuration::is_positive)
            .fold(SignedDuration::ZERO, SignedDuration::saturating_add)
    }

    /// Returns the first time at which this much working time has passed since `start`.
    pub fn after_work(&self, start: Timestamp, work: SignedDuration) -> Timestamp {
        if !work.is_positive() {
            return start;
        }
        let mut left = work;
        for (opens, closes) in self.openings(start) {
            let begin = opens.max(start);
            let length = begin.duration_until(closes);
            if length >= left {
                return begin.saturating_add(left).unwrap_or(Timestamp::MAX);
            }
            if length.is_positive() {
                left = left.saturating_sub(length);
            }
        }
        Timestamp::MAX
    }

    /// Returns the close of the `days`th working day after the day of `start`, which itself does
    /// not count.
    pub fn close_after(&self, start: Timestamp, days: NonZeroU16) -> Timestamp {
        let after = self
            .days(start)
            .skip(1)
            .filter_map(|day| Some(self.moment(day, self.hours_on(day).last()?.closes())));
        after.into_iter().nth(usize::from(days.get()) - 1).unwrap_or(Timestamp::MAX)
    }

    /// Returns the working spans from the day of `start` on, as timestamps.
    fn openings(&self, start: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let hours = move |day| {
            self.hours_on(day)
                .iter()
                .map(move |span| (self.moment(day, span.opens()), self.moment(day, span.closes())))
        };
        self.days(start).flat_map(hours)
    }

    fn days(&self, start: Timestamp) -> impl Iterator<Item = Date> {
        std::iter::successors(Some(self.local(start).date()), |day| day.tomorrow().ok())
    }

    /// Returns the timestamp of a minute of a day. A minute that summer time skips is moved forward
    /// by the length of the gap. Of a minute that comes twice, the first is used.
    fn moment(&self, day: Date, minute: u16) -> Timestamp {
        let local = day.at(0, 0, 0, 0).saturating_add(SignedDuration::from_mins(minute.into()));
        self.0.zone.rule().to_timestamp(local).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn the_end_of_time_is_the_end() {
        let late = "9999-12-29T00:00:00Z".parse().unwrap();
        assert_eq!(calendar().close_after(late, NonZeroU16::MAX), Timestamp::MAX);
        assert_eq!(calendar().after_work(late, SignedDuration::from_hours(1_000)), Timestamp::MAX);
    }
}
