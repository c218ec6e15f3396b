//! Hours in which text messages are sent: none at night, at the entity.

use jiff::{SignedDuration, Timestamp};

use super::{Carrier, Medium};
use crate::sla::calendar::Calendar;

/// Hour at which the night begins (local time). The operators of the Emirates take no bulk messages
/// from then on.
pub const NIGHT_FROM: i8 = 21;

/// Hour at which the night ends.
pub const NIGHT_UNTIL: i8 = 7;

/// Returns the time until which a message waits, if it's night now and the carrier is for
/// text messages.
///
/// A code is exempt: its recipient asked for it a moment ago, looks at the phone, and it's valid
/// for ten minutes, so that it would be of no use in the morning.
pub fn waits_until(
    carrier: Carrier,
    is_code: bool,
    calendar: &Calendar,
    now: Timestamp,
) -> Option<Timestamp> {
    if carrier.medium() != Medium::Text || is_code {
        return None;
    }
    let local = calendar.local(now);
    let day = match local.hour() {
        hour if hour >= NIGHT_FROM => local.date().tomorrow().ok()?,
        hour if hour < NIGHT_UNTIL => local.date(),
        _ => return None,
    };
    let morning = calendar.beginning(day)?;
    let morning = morning.checked_add(SignedDuration::from_hours(NIGHT_UNTIL.into())).ok()?;
    // On a day on which clocks change, seven hours after midnight aren't seven o'clock.
    let off = i64::from(calendar.local(morning).hour()) - i64::from(NIGHT_UNTIL);
    morning.checked_sub(SignedDuration::from_hours(off)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn until(carrier: Carrier, is_code: bool, at: &str) -> Option<String> {
        let calendar = Calendar::federal(2026..=2026);
        waits_until(carrier, is_code, &calendar, at.parse().unwrap()).map(|time| time.to_string())
    }

    #[test]
    fn a_text_message_of_the_night_waits_until_seven() {
        // Dubai is four hours ahead of UTC.
        let morning = Some("2026-11-25T03:00:00Z".to_owned());
        for night in ["2026-11-24T17:00:00Z", "2026-11-24T23:59:59Z", "2026-11-25T02:59:59Z"] {
            assert_eq!(until(Carrier::Twilio, false, night), morning, "{night}");
            assert_eq!(until(Carrier::Unifonic, false, night), morning, "{night}");
        }
        for day in ["2026-11-24T16:59:59Z", "2026-11-25T03:00:00Z", "2026-11-25T09:00:00Z"] {
            assert_eq!(until(Carrier::Twilio, false, day), None, "{day}");
        }
    }

    #[test]
    fn codes_and_other_ways_know_no_night() {
        let night = "2026-11-24T20:00:00Z";
        assert_eq!(until(Carrier::Twilio, true, night), None);
        for carrier in [Carrier::Smtp, Carrier::Webhook] {
            assert_eq!(until(carrier, false, night), None);
        }
    }
}
