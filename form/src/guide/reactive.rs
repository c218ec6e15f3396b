//! Boxed closures for views, and effects and listeners that end with the current owner.
//!
//! Each place of a view that takes a closure is compiled for that closure's type. Boxed, all
//! closures of one kind share their code: bytes are a budget.
//!
//! A text that changes in place is its element's property `textContent`, never a child: a translator
//! replaces text nodes, and a view goes on changing the one that is no longer in the page.

use std::any::Any;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use web_sys::{Event, EventTarget};

/// Text or attribute value that follows signals.
pub(super) type Text = Box<dyn FnMut() -> String + Send>;

/// Boolean attribute or property that follows signals.
pub(super) type Flag = Box<dyn FnMut() -> bool + Send>;

/// Handler of an event in a view.
pub(super) type Handler<E> = Box<dyn FnMut(E)>;

/// Boxes a text that follows signals.
pub(super) fn text(read: impl FnMut() -> String + Send + 'static) -> Text {
    Box::new(read)
}

/// Boxes a condition that follows signals.
pub(super) fn flag(read: impl FnMut() -> bool + Send + 'static) -> Flag {
    Box::new(read)
}

/// Boxes an event handler.
pub(super) fn listener<E>(act: impl FnMut(E) + 'static) -> Handler<E> {
    Box::new(act)
}

/// Boxes an event handler that doesn't look at its event.
pub(super) fn handler<E>(mut act: impl FnMut() + 'static) -> Handler<E> {
    Box::new(move |_| act())
}

/// Runs an effect at once, and again whenever a signal that it read has changed.
pub(super) fn effect(run: impl FnMut() + 'static) {
    run_boxed(Box::new(run));
}

fn run_boxed(mut run: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_| run()));
}

/// Keeps a value for as long as the current owner lives.
pub(super) fn keep(value: impl Any) {
    let value: Box<dyn Any> = Box::new(value);
    StoredValue::new_local(value);
}

/// Calls `handler` with each event of a target that no view made, for as long as the current
/// owner lives.
pub(super) fn on(target: &EventTarget, event: &'static str, handler: impl FnMut(&Event) + 'static) {
    listen(target, event, Box::new(handler));
}

fn listen(target: &EventTarget, event: &'static str, handler: Box<dyn FnMut(&Event)>) {
    let options = EventListenerOptions::enable_prevent_default();
    keep(EventListener::new_with_options(target, event, options, handler));
}
