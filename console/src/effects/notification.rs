//! Notifications of the browser, for a person who wants them on this device.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationPermission};

use super::{page, storage};

/// Returns whether this browser has notifications for pages. On phones some have none.
pub(crate) fn are_there() -> bool {
    Reflect::has(&page::window(), &"Notification".into()).unwrap_or_default()
}

/// Returns whether the person wants notifications on this device, and the browser allows them.
pub(crate) fn are_on() -> bool {
    storage::preference(storage::NOTIFY).as_deref() == Some("on")
        && are_there()
        && Notification::permission() == NotificationPermission::Granted
}

/// Switches notifications on this device, and asks the browser to allow them. Returns whether they
/// are on now.
pub(crate) async fn switch(is_on: bool) -> bool {
    storage::set_preference(storage::NOTIFY, if is_on { "on" } else { "off" });
    if is_on && let Ok(answer) = Notification::request_permission() {
        // What the person answered is read below.
        let _ = JsFuture::from(answer).await;
    }
    are_on()
}

/// Shows a notification. A click on it shows the page and calls `act`.
pub(crate) fn show(text: &str, act: impl FnOnce() + 'static) {
    let Ok(notification) = Notification::new(text) else { return };
    let shown = notification.clone();
    let clicked = Closure::once_into_js(move || {
        let _ = page::window().focus();
        shown.close();
        act();
    });
    notification.set_onclick(Some(clicked.unchecked_ref()));
}
