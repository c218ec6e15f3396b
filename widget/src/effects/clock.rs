//! The time, the page, and how both are shown.

use form::Language;
use js_sys::{Date, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Milliseconds on a clock that never goes back.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Whole milliseconds since a moment that [`now`] gave.
pub fn milliseconds_since(moment: f64) -> u32 {
    // Casting saturates, which is what is wanted.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let elapsed = (now() - moment) as u32;
    elapsed
}

/// The page that the form is on: origin and path.
pub fn page() -> Option<String> {
    let location = window().location();
    Some(location.origin().ok()? + &location.pathname().ok()?).filter(|page| page.starts_with("http"))
}

/// The locale that goes with a language here.
fn locale(language: Language) -> &'static str {
    match language {
        Language::Ar => "ar-AE",
        Language::En => "en-AE",
    }
}

fn options(members: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options
}

/// A moment (RFC 3339) as a day and an hour that people read, on the clock of the entities: what is due, is due there.
pub fn show_moment(moment: &str, language: Language) -> String {
    let style = options(&[("dateStyle", "full"), ("timeStyle", "short"), ("timeZone", "Asia/Dubai")]);
    Date::new(&JsValue::from_str(moment)).to_locale_string(locale(language), &style).into()
}

/// Bytes in the unit that fits.
pub fn show_bytes(bytes: f64, language: Language) -> String {
    let (value, unit) =
        if bytes < 1e6 { ((bytes / 1e3).max(1.0).round(), "kilobyte") } else { ((bytes / 1e5).round() / 10.0, "megabyte") };
    let locales = js_sys::Array::of1(&JsValue::from_str(locale(language)));
    let format = Intl::NumberFormat::new(&locales, &options(&[("style", "unit"), ("unit", unit)]));
    let shown = format.format().call1(&JsValue::UNDEFINED, &JsValue::from_f64(value));
    shown.ok().and_then(|shown| shown.as_string()).unwrap_or_default()
}

/// Seconds as minutes and seconds.
pub fn show_elapsed(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Resolves after some milliseconds.
pub async fn sleep(milliseconds: i32) {
    let wait = js_sys::Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(wait).await;
}
