//! Times of the live connection: attempts to connect, refreshes after news, polls.

/// Longest wait between two attempts to connect, in milliseconds.
const PAUSE_MAX: u32 = 5 * 60 * 1000;

/// Shortest time between two refreshes of a view, in milliseconds.
const SPACING: f64 = 15_000.0;

/// Longest wait for a refresh after a quiet time, in milliseconds.
const SPREAD: f64 = 1_500.0;

/// Returns the wait before the next attempt to connect, in milliseconds: twice the last one, of
/// which a random `share` between 0 and 1 takes up to half, so that consoles that lost their
/// connection together don't come back together.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of at most five minutes"
)]
pub(super) fn pause(attempts: u32, share: f64) -> u32 {
    let longest = 1000_u32.saturating_mul(1 << attempts.min(16)).min(PAUSE_MAX);
    (f64::from(longest) * (1.0 - share.clamp(0.0, 1.0) / 2.0)) as u32
}

/// Returns whether a view asks by itself in this minute.
pub(super) const fn is_poll_due(minute: u32, is_connected: bool) -> bool {
    !is_connected || minute.is_multiple_of(5)
}

/// Refreshes of one view: soon after news, but at most one in [`SPACING`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Throttle {
    last: f64,
    is_waiting: bool,
    /// True if there was news while the page was hidden.
    is_stale: bool,
}

impl Throttle {
    /// Returns the throttle of a view that was loaded at `now`, in milliseconds.
    pub(super) const fn begun(now: f64) -> Self {
        Self { last: now, is_waiting: false, is_stale: false }
    }

    /// Returns the wait until the refresh, in milliseconds; `None` if one is coming anyway, or if
    /// the page is hidden.
    pub(super) fn told(&mut self, now: f64, is_visible: bool, share: f64) -> Option<u32> {
        if !is_visible {
            self.is_stale = true;
            return None;
        }
        if self.is_waiting {
            return None;
        }
        self.is_waiting = true;
        Some(whole((self.last + SPACING - now).max(0.0) + share * SPREAD))
    }

    /// Returns the wait until the refresh that was put off while the page was hidden.
    pub(super) fn shown(&mut self, now: f64) -> Option<u32> {
        let is_stale = std::mem::take(&mut self.is_stale);
        if is_stale { self.told(now, true, 0.0) } else { None }
    }

    /// Records that the refresh has begun.
    pub(super) fn acted(&mut self, now: f64) {
        *self = Self { last: now, is_waiting: false, ..*self };
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most some seconds, and never negative"
)]
fn whole(milliseconds: f64) -> u32 {
    milliseconds as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_become_rarer_and_never_come_together() {
        assert_eq!((pause(0, 0.0), pause(0, 1.0)), (1000, 500));
        assert_eq!((pause(3, 0.0), pause(3, 1.0)), (8000, 4000));
        for attempts in [10, 40, u32::MAX] {
            assert_eq!((pause(attempts, 0.0), pause(attempts, 1.0)), (PAUSE_MAX, PAUSE_MAX / 2));
        }
    }

    #[test]
    fn a_console_without_a_connection_asks_every_minute_and_with_one_every_five() {
        let minutes =
            |is_connected| (1..=10).filter(move |minute| is_poll_due(*minute, is_connected));
        assert_eq!(minutes(false).count(), 10);
        assert_eq!(minutes(true).collect::<Vec<_>>(), [5, 10]);
    }

    #[test]
    fn news_after_a_quiet_time_is_shown_soon_and_a_flood_of_news_at_intervals() {
        let mut throttle = Throttle::begun(0.0);
        assert_eq!(throttle.told(60_000.0, true, 0.5), Some(750));
        assert_eq!(throttle.told(60_100.0, true, 0.5), None, "one refresh shows both");
        throttle.acted(60_750.0);
        assert_eq!(throttle.told(61_750.0, true, 0.0), Some(14_000));
    }

    #[test]
    fn a_hidden_page_is_refreshed_once_it_is_shown() {
        let mut throttle = Throttle::begun(0.0);
        assert_eq!(throttle.told(60_000.0, false, 0.0), None);
        assert_eq!(throttle.told(61_000.0, false, 0.0), None);
        assert_eq!(throttle.shown(90_000.0), Some(0));
        throttle.acted(90_000.0);
        assert_eq!(throttle.shown(200_000.0), None, "there was no news since");
    }
}
