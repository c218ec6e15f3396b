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

/// Attribute of a field that the edge has refused: the reason, until the field changes or is sent
/// again.
const REFUSED: &str = "data-refused";

/// Words every fault by this function, as long as the page lives.
pub(crate) fn speak(text: impl Fn(Fault) -> String + Copy + 'static) {
    // A message of ours makes a field invalid by itself.
    let check = move |field: &EventTarget| {
        let refused = || field.dyn_ref::<Element>()?.get_attribute(REFUSED);
        let message = over(field).map(|over| text(Fault::Long(over))).or_else(refused);
        set_message(field, message.as_deref().unwrap_or_default());
        message.is_some()
    };
    let change = move |field: &EventTarget| {
        if let Some(element) = field.dyn_ref::<Element>() {
            let _ = element.remove_attribute(REFUSED);
        }
        check(field)
    };
    listen("invalid", move |field| {
        if !check(field)
            && let Some(fault) = fault(field)
        {
            set_message(field, &text(fault));
        }
    });
    listen("change", move |field| _ = change(field));
    // Too long a text is told of at once.
    listen("input", move |field| {
        if change(field) {
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
            change(&field);
        }
    });
}

/// Shows the first fault that the edge names beside its field, if the form has that field.
pub(crate) fn report(form: &Element, faults: &[(String, String)]) {
    let find = |(pointer, text): &(String, String)| Some((field_at(form, pointer)?, text.clone()));
    if let Some((field, text)) = faults.iter().find_map(find) {
        let _ = field.set_attribute(REFUSED, &text);
        // The browser reports only a field that a message makes invalid.
        set_message(&field, &text);
        call(&field, "reportValidity", &[]);
    }
}

/// Place of a field: the name and number of its row, if it is in one, and the names it may have.
#[derive(Debug, PartialEq, Eq)]
struct Place<'a> {
    row: Option<(Option<&'a str>, u32)>,
    names: Vec<String>,
}

impl<'a> Place<'a> {
    /// Reads a JSON Pointer into the body of a form.
    fn of(pointer: &'a str) -> Self {
        let parts: Vec<&str> =
            pointer.split('/').filter(|part| !matches!(*part, "" | "value")).collect();
        let numbers = parts.iter().map(|part| part.parse::<u32>().ok());
        let first = numbers.enumerate().find_map(|(at, number)| Some((at, number?)));
        let (row, names) = first.map_or((None, &*parts), |(at, number)| {
            let (rows, rest) = parts.split_at(at);
            (Some((rows.last().copied(), number)), rest.get(1..).unwrap_or_default())
        });
        let ends = [names.first(), names.last()].into_iter().flatten();
        let whole = (!names.is_empty()).then(|| names.join("_"));
        Self { row, names: whole.into_iter().chain(ends.map(ToString::to_string)).collect() }
    }
}

fn field_at(form: &Element, pointer: &str) -> Option<Element> {
    let Place { row, names } = Place::of(pointer);
    let find = |scope: &Element, selector: &str| scope.query_selector(selector).ok().flatten();
    let named = |scope: &Element| {
        let field = |name: &String| find(scope, &format!("[name='{name}'], [name^='{name}-']"));
        names.iter().find_map(field)
    };
    let Some((rows, number)) = row else { return named(form) };
    let selector = match rows {
        Some(name) => format!("[data-rows='{name}']"),
        None => "[data-rows]".to_owned(),
    };
    let row = form.query_selector_all(&selector).ok()?.item(number)?.dyn_into::<Element>().ok()?;
    named(&row).or_else(|| find(&row, "input, select, textarea"))
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
    fn a_pointer_names_the_row_and_the_field() {
        let place = |row, names: &[&str]| Place {
            row,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        assert_eq!(Place::of("/words"), place(None, &["words", "words", "words"]));
        let text = place(Some((None, 1)), &["text_ar", "text", "ar"]);
        assert_eq!(Place::of("/value/1/text/ar"), text);
        let holiday = place(Some((Some("holidays"), 2)), &[]);
        assert_eq!(Place::of("/value/holidays/2"), holiday);
    }

    #[test]
    fn what_is_too_much_is_counted_in_characters_as_the_edge_counts_them() {
        assert_eq!(too_many(" أهلًا ", 5), None);
        assert_eq!(too_many(&"é".repeat(6_000), 5_000), Some(1_000));
    }
}
