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
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}", day + 1)
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
