//! Listening and drawing, for as long as the present owner lives. Both box what they are given: a phone would download a copy of the machinery for each closure
//! otherwise.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, HtmlTemplateElement};

use leptos::prelude::*;

/// Calls `handler` with each such event.
pub(crate) fn on(target: &EventTarget, event: &'static str, handler: impl FnMut(&Event) + 'static) {
    listen(target, event, Box::new(handler));
}

fn listen(target: &EventTarget, event: &'static str, handler: Box<dyn FnMut(&Event)>) {
    let options = EventListenerOptions::enable_prevent_default();
    keep(EventListener::new_with_options(target, event, options, handler));
}

/// What was pressed: the nearest element around it that a selector finds.
pub(crate) fn pressed(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// Draws now, and again whenever a signal that it read has changed.
pub(crate) fn draw(picture: impl FnMut() + 'static) {
    follow(Box::new(picture));
}

fn follow(mut picture: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_| picture()));
}

/// Keeps a value for as long as the current owner lives.
fn keep<T: 'static>(value: T) {
    StoredValue::new_local(value);
}

/// Writes a text, unless it stands there already: what is told aloud is told once.
pub(crate) fn write(place: &Element, text: &str) {
    if place.text_content().as_deref() != Some(text) {
        place.set_text_content(Some(text));
    }
}

/// A copy of what a template holds.
pub(crate) fn copy_of(template: &HtmlTemplateElement) -> Option<Element> {
    template
        .content()
        .first_element_child()?
        .clone_node_with_deep(true)
        .ok()
        .map(JsCast::unchecked_into)
}

/// Sets an attribute, or takes it off.
pub(crate) fn set(place: &Element, attribute: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => place.set_attribute(attribute, value),
        None => place.remove_attribute(attribute),
    };
}
