//! Clock and periodic timers.

use std::time::Duration;

use domain::Timestamp;
use leptos::prelude::{IntervalHandle, on_cleanup, set_interval_with_handle};

use super::page;

pub(crate) fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 are far below what fits"
    )]
    let milliseconds = milliseconds() as i64;
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}

/// Returns the current time in milliseconds since 1970.
pub(crate) fn milliseconds() -> f64 {
    js_sys::Date::now()
}

/// Calls a function every second, until the owner is cleaned up.
pub(crate) fn every_second(act: impl Fn() + 'static) {
    if let Ok(handle) = set_interval_with_handle(act, Duration::from_secs(1)) {
        on_cleanup(move || IntervalHandle::clear(&handle));
    }
}

/// Calls a function every so many seconds while the page is visible, until the owner is cleaned up.
pub(crate) fn every(seconds: u64, act: impl Fn() + 'static) {
    let handle = set_interval_with_handle(
        move || {
            if page::is_visible() {
                act();
            }
        },
        Duration::from_secs(seconds),
    );
    if let Ok(handle) = handle {
        on_cleanup(move || IntervalHandle::clear(&handle));
    }
}
