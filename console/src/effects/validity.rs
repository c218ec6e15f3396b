//! Messages of the browser about the fields of a form, in the language of the interface.
//!
//! The browser shows them beside the field, but in its own language.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget};

use super::page::document;

/// Fault of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing is filled in or chosen.
    Missing,
    /// Number or date out of its range.
    Range,
    /// Any other fault.
    Form,
}

/// Words every fault by this function, as long as the page lives.
pub(crate) fn speak(text: impl Fn(Fault) -> &'static str + 'static) {
    listen("invalid", move |field| {
        // A message of ours makes a field invalid by itself.
        set_message(field, "");
        if let Some(fault) = fault(field) {
            set_message(field, text(fault));
        }
    });
    for change in ["input", "change"] {
        listen(change, |field| set_message(field, ""));
    }
    // Whatever is sent is checked anew: a script may have filled the field.
    listen("click", |target| {
        let element = target.dyn_ref::<Element>();
        let button = element.and_then(|element| element.closest("form button").ok().flatten());
        let form = button.and_then(|button| button.closest("form").ok().flatten());
        let Some(Ok(fields)) = form.map(|form| form.query_selector_all("input, select, textarea"))
        else {
            return;
        };
        for field in (0..fields.length()).filter_map(|place| fields.item(place)) {
            set_message(&field, "");
        }
    });
}

fn listen(event: &'static str, act: impl Fn(&EventTarget) + 'static) {
    // Some of these events don't bubble.
    let options = EventListenerOptions {
        phase: EventListenerPhase::Capture,
        ..EventListenerOptions::default()
    };
    let listener = move |event: &web_sys::Event| {
        if let Some(target) = event.target() {
            act(&target);
        }
    };
    EventListener::new_with_options(&document(), event, options, listener).forget();
}

/// Returns the fault of a field. Inputs, selects and text areas have the same interface.
fn fault(field: &EventTarget) -> Option<Fault> {
    let validity = Reflect::get(field, &"validity".into()).ok()?;
    let has = |names: &[&str]| {
        names.iter().any(|name| {
            Reflect::get(&validity, &(*name).into()).is_ok_and(|value| value.is_truthy())
        })
    };
    match () {
        () if has(&["valid"]) => None,
        () if has(&["valueMissing"]) => Some(Fault::Missing),
        () if has(&["rangeUnderflow", "rangeOverflow"]) => Some(Fault::Range),
        () => Some(Fault::Form),
    }
}

fn set_message(field: &JsValue, text: &str) {
    let set = Reflect::get(field, &"setCustomValidity".into());
    if let Some(set) = set.ok().and_then(|set| set.dyn_into::<Function>().ok()) {
        let _ = set.call1(field, &text.into());
    }
}
