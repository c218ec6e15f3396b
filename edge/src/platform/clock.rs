//! The clock: the only place that reads the time.

use domain::Timestamp;

/// Returns the current time, to the millisecond.
pub(crate) fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "the clock returns whole milliseconds")]
    let millis = js_sys::Date::now() as i64;
    Timestamp::from_millisecond(millis).unwrap_or_default()
}

/// Returns the time `seconds` after `time`, or before it if they are negative.
pub(crate) fn later(time: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(time.as_second() + seconds).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::later;
    use domain::Timestamp;

    #[test]
    fn seconds_are_added_or_subtracted() {
        let noon = Timestamp::from_second(43_200).unwrap();
        assert_eq!(later(noon, 60).as_second(), 43_260);
        assert_eq!(later(noon, -60).as_second(), 43_140);
    }
}
