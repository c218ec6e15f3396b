//! The time, the page, and how both are shown.

use js_sys::{Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

/// Milliseconds on a clock that never goes back.
pub(crate) fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// Whole milliseconds since a moment that [`now`] gave.
pub(crate) fn milliseconds_since(moment: f64) -> u32 {
    // Casting saturates, which is what is wanted.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let elapsed = (now() - moment) as u32;
    elapsed
}

/// The page that the form is on: origin and path.
pub(crate) fn page() -> Option<String> {
    let location = web_sys::window()?.location();
    Some(location.origin().ok()? + &location.pathname().ok()?)
        .filter(|page| page.starts_with("http"))
}

/// The locale that goes with a language here. Its digits are those of the reference number, so that
/// one page has one kind.
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

/// A moment (RFC 3339) as a day and an hour that people read, on the clock of the entities: what is
/// due, is due there.
pub(crate) fn show_moment(moment: &str, language: &str) -> String {
    let style =
        options(&[("dateStyle", "full"), ("timeStyle", "short"), ("timeZone", "Asia/Dubai")]);
    Date::new(&JsValue::from_str(moment)).to_locale_string(&locale(language), &style).into()
}

/// Bytes in the unit that fits, number and unit in their own order whichever way the words around
/// them run.
pub(crate) fn show_bytes(bytes: f64, language: &str) -> String {
    let (value, unit) = if bytes < 1e6 {
        ((bytes / 1e3).max(1.0).round(), "kilobyte")
    } else {
        ((bytes / 1e5).round() / 10.0, "megabyte")
    };
    ["\u{2068}", &show_number(value, language, &[("style", "unit"), ("unit", unit)]), "\u{2069}"]
        .concat()
}

/// A part of one, in hundredths.
pub(crate) fn show_part(part: f64, language: &str) -> String {
    show_number(part, language, &[("style", "percent")])
}

fn show_number(value: f64, language: &str, style: &[(&str, &str)]) -> String {
    let locales = js_sys::Array::of1(&JsValue::from_str(&locale(language)));
    let format = Intl::NumberFormat::new(&locales, &options(style));
    let shown = format.format().call1(&JsValue::UNDEFINED, &JsValue::from_f64(value));
    shown.ok().and_then(|shown| shown.as_string()).unwrap_or_default()
}

/// Seconds as minutes and seconds.
pub(crate) fn show_elapsed(seconds: u32) -> String {
    let (minutes, seconds) = ((seconds / 60).to_string(), (seconds % 60).to_string());
    [minutes.as_str(), if seconds.len() < 2 { ":0" } else { ":" }, seconds.as_str()].concat()
}

/// Returns whether the browser believes that there is a network.
pub(crate) fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Resolves after some milliseconds.
pub(crate) async fn sleep(milliseconds: u32) {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(
                &resolve,
                milliseconds.cast_signed(),
            );
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(wait).await;
}
