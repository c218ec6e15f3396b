//! The clock, which tests move ahead: time windows, expiry and pauses of retries go by it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

/// The system's time and what it was moved ahead by.
pub(crate) struct Clock(watch::Sender<u64>);

impl Clock {
    pub(crate) fn new() -> Self {
        Self(watch::channel(0).0)
    }

    /// Returns milliseconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(system.as_millis()).unwrap_or(u64::MAX) + *self.0.borrow()
    }

    /// Returns seconds since 1970.
    pub(crate) fn seconds(&self) -> u64 {
        self.now() / 1000
    }

    /// Moves the clock ahead for good.
    pub(crate) fn advance(&self, milliseconds: u64) {
        self.0.send_modify(|ahead| *ahead += milliseconds);
    }

    /// Waits until `moment`, in milliseconds since 1970.
    pub(crate) async fn until(&self, moment: u64) {
        let mut moved = self.0.subscribe();
        loop {
            let left = moment.saturating_sub(self.now());
            if left == 0 {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(left)) => {}
                _ = moved.changed() => {}
            }
        }
    }
}

/// Returns a moment as `2026-11-29T17:40:05` in UTC; services append zones of their own.
pub(crate) fn written(milliseconds: u64) -> String {
    let ([year, month, day], time) = civil(milliseconds);
    format!("{year:04}-{month:02}-{day:02}T{time}")
}

/// Returns a moment as `Sun, 29 Nov 2026 17:40:05 +0000`.
pub(crate) fn written_in_words(milliseconds: u64) -> String {
    // The first of January 1970 was a Thursday.
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        .into_iter()
        .cycle()
        .nth(usize::try_from(milliseconds / 86_400_000 % 7).unwrap_or_default())
        .unwrap_or_default();
    let ([year, month, day], time) = civil(milliseconds);
    let months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(month - 1).ok().and_then(|place| months.get(place));
    format!("{weekday}, {day:02} {} {year} {time} +0000", month.copied().unwrap_or_default())
}

/// Returns year, month and day, and the time of day as text.
fn civil(milliseconds: u64) -> ([u64; 3], String) {
    let seconds = milliseconds / 1000;
    let [hour, minute, second] = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60];
    let (mut year, mut day) = (1970, seconds / 86_400);
    while day >= days_of(year) {
        day -= days_of(year);
        year += 1;
    }
    let february = if days_of(year) == 366 { 29 } else { 28 };
    let mut month = 1;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < days {
            break;
        }
        day -= days;
        month += 1;
    }
    ([year, month, day + 1], format!("{hour:02}:{minute:02}:{second:02}"))
}

fn days_of(year: u64) -> u64 {
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    if is_leap { 366 } else { 365 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        assert_eq!(written(0), "1970-01-01T00:00:00");
        assert_eq!(written(1_709_251_199_999), "2024-02-29T23:59:59");
        assert_eq!(written(1_767_225_599_000), "2025-12-31T23:59:59");
        assert_eq!(written_in_words(1_767_225_599_000), "Wed, 31 Dec 2025 23:59:59 +0000");
    }

    #[tokio::test]
    async fn whoever_waits_sees_the_clock_move() {
        let clock = Clock::new();
        let tomorrow = clock.now() + 86_400_000;
        let waiting = clock.until(tomorrow);
        let moving = async { clock.advance(86_400_000) };
        tokio::join!(waiting, moving);
        assert!(clock.now() >= tomorrow);
    }
}
