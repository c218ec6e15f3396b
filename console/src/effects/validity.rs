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
    /// Text with so many characters too many.
    Long(usize),
    /// Any other fault.
    Form,
}

/// Attribute of a text field: the most characters that it takes. Unlike `maxlength` it cuts nothing
/// off: what is too much is counted, and the form isn't sent.
const MOST: &str = "data-most";

/// Words every fault by this function, as long as the page lives.
pub(crate) fn speak(text: impl Fn(Fault) -> String + Copy + 'static) {
    // A message of ours makes a field invalid by itself.
    let check = move |field: &EventTarget| {
        let fault = over(field).map(Fault::Long);
        set_message(field, &fault.map(text).unwrap_or_default());
        fault.is_some()
    };
    listen("invalid", move |field| {
        if !check(field)
            && let Some(fault) = fault(field)
        {
            set_message(field, &text(fault));
        }
    });
    listen("change", move |field| _ = check(field));
    // Too long a text is told of at once.
    listen("input", move |field| {
        if check(field) {
            call(field, "reportValidity", &[]);
        }
    });
    // Whatever is sent is checked anew: a script may have filled the field.
    listen("click", move |target| {
        let element = target.dyn_ref::<Element>();
        let button = element.and_then(|element| element.closest("form button").ok().flatten());
        let form = button.and_then(|button| button.closest("form").ok().flatten());
        let Some(Ok(fields)) = form.map(|form| form.query_selector_all("input, select, textarea"))
        else {
            return;
        };
        for field in (0..fields.length()).filter_map(|place| fields.item(place)) {
            check(&field);
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

/// Returns how many characters of a field's text are too many.
fn over(field: &EventTarget) -> Option<usize> {
    let most = field.dyn_ref::<Element>()?.get_attribute(MOST)?.parse().ok()?;
    let text = Reflect::get(field, &"value".into()).ok()?.as_string()?;
    too_many(&text, most)
}

/// Returns how many characters of a text are more than the most that is taken.
pub(crate) fn too_many(text: &str, most: usize) -> Option<usize> {
    text.trim().chars().count().checked_sub(most).filter(|over| *over > 0)
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
    call(field, "setCustomValidity", &[text.into()]);
}

fn call(field: &JsValue, method: &str, arguments: &[JsValue]) {
    let method = Reflect::get(field, &method.into());
    if let Some(method) = method.ok().and_then(|method| method.dyn_into::<Function>().ok()) {
        let _ = method.apply(field, &arguments.iter().collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_counted_in_characters_as_the_edge_counts_them() {
        assert_eq!(too_many(" أهلًا ", 5), None);
        assert_eq!(too_many(&"é".repeat(6_000), 5_000), Some(1_000));
    }
}
