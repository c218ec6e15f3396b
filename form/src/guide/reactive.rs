//! Boxed closures for views, and effects and listeners that end with the current owner.
//!
//! Each place of a view that takes a closure is compiled for that closure's type. Boxed, all
//! closures of one kind share their code: bytes are a budget.
//!
//! A text that changes in place is its element's property `textContent`, never a child: a
//! translator replaces text nodes, and a view goes on changing the one that is no longer in the
//! page. It is written only if it differs: a live region tells again whatever is written into it.

use std::{any::Any, cell::RefCell, rc::Rc};

use gloo_events::{EventListener, EventListenerOptions};
use leptos::{prelude::*, tachys::html::property::IntoProperty};
use web_sys::{Element, Event, EventTarget};

/// Text or attribute value that follows signals.
pub(super) type Text = Box<dyn FnMut() -> String + Send>;

/// Text content of an element, which follows signals: the value of `prop:textContent`.
#[derive(Clone)]
pub(super) struct Content(Rc<RefCell<dyn FnMut() -> String>>);

/// Boolean attribute or property that follows signals.
pub(super) type Flag = Box<dyn FnMut() -> bool + Send>;

/// Handler of an event in a view.
pub(super) type Handler<E> = Box<dyn FnMut(E)>;

/// Boxes a text that follows signals.
pub(super) fn text(read: impl FnMut() -> String + Send + 'static) -> Text {
    Box::new(read)
}

/// Boxes the text content of an element.
pub(super) fn content(read: impl FnMut() -> String + 'static) -> Content {
    Content(Rc::new(RefCell::new(read)))
}

impl IntoProperty for Content {
    type State = (Element, RenderEffect<()>);
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element, key: &str) -> Self::State {
        self.build(element, key)
    }

    fn build(self, element: &Element, _: &str) -> Self::State {
        let (place, mut written) = (element.clone(), None);
        let write = move || {
            let text = self.0.borrow_mut()();
            if written.as_ref() != Some(&text) {
                place.set_text_content(Some(&text));
                written = Some(text);
            }
        };
        (element.clone(), render_effect(Box::new(write)))
    }

    fn rebuild(self, state: &mut Self::State, key: &str) {
        *state = self.build(&state.0, key);
    }

    fn into_cloneable(self) -> Self {
        self
    }

    fn into_cloneable_owned(self) -> Self {
        self
    }
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

/// Lets effects run. They need it before the first of them.
pub(super) fn start_executor() {
    // An error means that another form has set the executor already.
    _ = any_spawner::Executor::init_wasm_bindgen();
}

/// Runs an effect at once, and again whenever a signal that it read has changed.
pub(super) fn effect(run: impl FnMut() + 'static) {
    keep(render_effect(Box::new(run)));
}

fn render_effect(mut run: Box<dyn FnMut()>) -> RenderEffect<()> {
    RenderEffect::new(move |_| run())
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
