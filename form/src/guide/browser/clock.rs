//! Time, address of the page, network state, and formats of times and numbers.

use js_sys::{Array, Date, Intl, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Returns the milliseconds of a monotonic clock.
pub(crate) fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// Returns the whole milliseconds since a moment that [`now`] returned.
pub(crate) fn milliseconds_since(moment: f64) -> u32 {
    // The cast saturates, as intended.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let elapsed = (now() - moment) as u32;
    elapsed
}

/// Returns the origin and path of the page that the form is on; `None` unless it is HTTP.
pub(crate) fn page() -> Option<String> {
    let location = web_sys::window()?.location();
    Some(location.origin().ok()? + &location.pathname().ok()?)
        .filter(|page| page.starts_with("http"))
}

/// Returns the locale for a language. Its digits are Latin, as those of the reference number, so
/// that a page has one kind of digits.
fn locale(language: &str) -> String {
    [language, "-AE-u-nu-latn"].concat()
}

fn options(members: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options
}

/// Formats a moment (RFC 3339, or milliseconds since 1970) as day and time in the entities' time
/// zone, where deadlines apply.
pub(crate) fn show_moment(moment: &JsValue, language: &str) -> String {
    let style =
        options(&[("dateStyle", "full"), ("timeStyle", "short"), ("timeZone", "Asia/Dubai")]);
    Date::new(moment).to_locale_string(&locale(language), &style).into()
}

/// Formats a number of bytes in the unit that fits. Isolates (U+2068, U+2069) keep number and unit
/// in order in text of either direction.
pub(crate) fn show_bytes(bytes: f64, language: &str) -> String {
    let (value, unit) = if bytes < 1e6 {
        ((bytes / 1e3).max(1.0).round(), "kilobyte")
    } else {
        ((bytes / 1e5).round() / 10.0, "megabyte")
    };
    ["\u{2068}", &show_number(value, language, &[("style", "unit"), ("unit", unit)]), "\u{2069}"]
        .concat()
}

/// Formats a fraction as a percentage.
pub(crate) fn show_part(part: f64, language: &str) -> String {
    show_number(part, language, &[("style", "percent")])
}

fn show_number(value: f64, language: &str, style: &[(&str, &str)]) -> String {
    let locales = Array::of1(&JsValue::from_str(&locale(language)));
    let format = Intl::NumberFormat::new(&locales, &options(style));
    let shown = format.format().call1(&JsValue::UNDEFINED, &JsValue::from_f64(value));
    shown.ok().and_then(|shown| shown.as_string()).unwrap_or_default()
}

/// Formats seconds as minutes and seconds.
pub(crate) fn show_elapsed(seconds: u32) -> String {
    let (minutes, seconds) = ((seconds / 60).to_string(), (seconds % 60).to_string());
    [minutes.as_str(), if seconds.len() < 2 { ":0" } else { ":" }, seconds.as_str()].concat()
}

/// Returns whether the browser reports a network connection.
pub(crate) fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Waits for a number of milliseconds.
pub(crate) async fn sleep(milliseconds: u32) {
    let _ = JsFuture::from(pause(milliseconds)).await;
}

/// Waits until a promise settles, for five seconds at most. Returns its value, or nothing.
pub(crate) async fn patiently(promise: &Promise) -> Option<JsValue> {
    let either = Promise::race(&Array::of2(promise, &pause(5_000)));
    JsFuture::from(either).await.ok().filter(|value| !value.is_undefined())
}

/// Returns a promise that resolves to nothing after a number of milliseconds.
fn pause(milliseconds: u32) -> Promise {
    Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(
                &resolve,
                milliseconds.cast_signed(),
            );
        }
    })
}
