//! Dates, durations and sizes as localised text, by the browser's `Intl`.
//!
//! Arabic is written with Western digits.

use domain::{Timestamp, wire::console::Language};
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::language;

/// Time zone of the entities.
const ZONE: &str = "Asia/Dubai";

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Formats date and time: `Tue 24 Nov, 09:30`; with the year if `at` is more than 300 days away.
pub(crate) fn moment(at: Timestamp) -> String {
    let is_another_year = (at.as_second() - super::clock::now().as_second()).abs() > 300 * DAY;
    let mut options = vec![
        ("weekday", "short"),
        ("day", "numeric"),
        ("month", "short"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    if is_another_year {
        options.push(("year", "numeric"));
    }
    format(at, &options)
}

/// Formats date and time with year and seconds: `24 Nov 2026, 09:30:05`.
pub(crate) fn instant(at: Timestamp) -> String {
    let two = "2-digit";
    let time = [("hour", two), ("minute", two), ("second", two)];
    let date = [("day", "numeric"), ("month", "short"), ("year", "numeric")];
    format(at, &[date, time].concat())
}

/// Formats a calendar date (`2026-11-24`) in words.
pub(crate) fn day(date: &str) -> String {
    let noon = format!("{date}T08:00:00Z").parse::<Timestamp>();
    noon.map_or_else(
        |_| date.to_owned(),
        |at| format(at, &[("day", "numeric"), ("month", "short"), ("year", "numeric")]),
    )
}

/// Returns today's date in the entities' time zone, in the format of date fields.
pub(crate) fn today() -> String {
    let at = super::clock::now().as_second() + 4 * HOUR;
    Timestamp::from_second(at).unwrap_or_default().to_string().chars().take(10).collect()
}

/// Returns the name of a language, or its tag if the browser knows no name.
pub(crate) fn language(tag: &str) -> String {
    let name = || {
        let options = options(&[("type", "language")]);
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let names: Function = Reflect::get(&intl, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
        let names = Reflect::construct(&names, &Array::of2(&locales(), &options)).ok()?;
        let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
        of.call1(&names, &tag.into()).ok()?.as_string()
    };
    name().unwrap_or_else(|| tag.to_owned())
}

/// Formats a duration in its largest unit: `2 hours`, `ساعتان`.
pub(crate) fn length(seconds: i64) -> String {
    let (amount, unit) = match seconds.abs() {
        short if short < HOUR => (short / MINUTE, "minute"),
        short if short < 2 * DAY => (short / HOUR, "hour"),
        long => (long / DAY, "day"),
    };
    #[expect(clippy::cast_precision_loss, reason = "a number of days, hours or minutes")]
    let amount = amount as f64;
    measured(amount, unit, "long")
}

/// Formats a number of bytes, isolated from the direction of the surrounding text.
pub(crate) fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a file has far fewer")]
    let bytes = bytes as f64;
    let (amount, unit) = if bytes < 1_000_000.0 {
        ((bytes / 1_000.0).ceil(), "kilobyte")
    } else {
        (bytes / 1_000_000.0, "megabyte")
    };
    ["\u{2068}", &measured(amount, unit, "short"), "\u{2069}"].concat()
}

fn measured(amount: f64, unit: &str, display: &str) -> String {
    let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", display)]);
    let _ = Reflect::set(&options, &"maximumFractionDigits".into(), &1.into());
    formatted(&Intl::NumberFormat::new(&locales(), &options).format(), &JsValue::from_f64(amount))
}

fn format(at: Timestamp, choice: &[(&str, &str)]) -> String {
    let options = options(choice);
    let _ = Reflect::set(&options, &"timeZone".into(), &ZONE.into());
    let _ = Reflect::set(&options, &"hourCycle".into(), &"h23".into());
    let format = Intl::DateTimeFormat::new(&locales(), &options).format();
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970")]
    let milliseconds = at.as_millisecond() as f64;
    formatted(&format, &JsValue::from_f64(milliseconds))
}

fn formatted(format: &Function, value: &JsValue) -> String {
    format
        .call1(&JsValue::UNDEFINED, value)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn locales() -> Array {
    let locale = match language::current() {
        Language::Arabic => "ar-AE-u-nu-latn",
        Language::English => "en-GB",
    };
    Array::of1(&locale.into())
}

fn options(choice: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in choice {
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    options
}
