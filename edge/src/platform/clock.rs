//! The only place that reads the time.

use domain::Timestamp;

pub(crate) fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds, of which a clock gives whole ones"
    )]
    let millis = js_sys::Date::now() as i64;
    Timestamp::from_millisecond(millis).unwrap_or_default()
}
