//! The only place that reads the time.

use domain::Timestamp;
use worker::Date;

pub(crate) fn now() -> Timestamp {
    i64::try_from(Date::now().as_millis()).ok().and_then(|millis| Timestamp::from_millisecond(millis).ok()).unwrap_or_default()
}
