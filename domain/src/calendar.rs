//! Working days, as an entity keeps them.

use jiff::{
    Timestamp,
    civil::{Date, Time, time},
    tz::{Offset, TimeZone},
};

/// When an entity works. Public holidays are dates; every other day follows its weekday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The offset of local time from UTC. Dubai has kept +04:00 all year since 1920.
    pub offset: Offset,
    /// When the last working hour of each weekday ends, Monday first; `None` on days off.
    pub closing: [Option<Time>; 7],
    /// Days off on whatever weekday they fall.
    pub holidays: Vec<Date>,
}

impl Calendar {
    /// The federal working week since 2022: Monday to Thursday until 15:30, Friday until 12:00.
    ///
    /// Holidays with a fixed date in the solar calendar are included (Cabinet Resolution 27 of 2024); those of the lunar one are
    /// declared a day or so before, and so can't be known here.
    pub fn federal(years: std::ops::RangeInclusive<i16>) -> Self {
        let (full, half) = (Some(time(15, 30, 0, 0)), Some(time(12, 0, 0, 0)));
        let fixed = [(1, 1), (12, 2), (12, 3)];
        let holidays = years.flat_map(|year| fixed.map(|(month, day)| Date::new(year, month, day).ok())).flatten().collect();
        Self { offset: jiff::tz::offset(4), closing: [full, full, full, full, half, None, None], holidays }
    }

    /// The close of the `days`th working day after the day of `start`, which itself does not count.
    ///
    /// `None` when the calendar has no such day within the years that can be represented.
    pub fn close_after(&self, start: Timestamp, days: u32) -> Option<Timestamp> {
        let zone = TimeZone::fixed(self.offset);
        let mut date = start.to_zoned_datetime(zone.clone()).date();
        let mut left = days;
        loop {
            date = date.tomorrow().ok()?;
            let Some(closing) = self.closing_on(date) else { continue };
            left = left.saturating_sub(1);
            if left == 0 {
                return date.to_datetime(closing).to_zoned_datetime(zone).ok().map(|close| close.timestamp());
            }
        }
    }

    fn closing_on(&self, date: Date) -> Option<Time> {
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        self.closing[weekday].filter(|_| !self.holidays.contains(&date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: &str, days: u32) -> String {
        Calendar::federal(2026..=2027).close_after(start.parse().unwrap(), days).unwrap().to_string()
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
    fn a_calendar_without_working_days_ends() {
        let mut never = Calendar::federal(2026..=2026);
        never.closing = [None; 7];
        assert_eq!(never.close_after("9999-12-01T00:00:00Z".parse().unwrap(), 1), None);
    }
}
