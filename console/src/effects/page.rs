//! The page that the console is in.

use js_sys::Reflect;
use leptos::{
    ev,
    prelude::{request_animation_frame, window_event_listener},
};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, VisibilityState, Window};

/// The window. A page always has one.
#[expect(clippy::expect_used, reason = "the console runs in a page and nowhere else")]
pub(crate) fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

#[expect(clippy::expect_used, reason = "the console runs in a page and nowhere else")]
pub(crate) fn document() -> Document {
    window().document().expect("a window has a document")
}

/// Whether someone can see it.
pub(crate) fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Whether this browser draws a PDF in a frame; otherwise it would save it unasked.
pub(crate) fn shows_pdf() -> bool {
    Reflect::get(&window().navigator(), &"pdfViewerEnabled".into())
        .is_ok_and(|shows| shows.is_truthy())
}

/// Leaves for a page that the console doesn't draw.
pub(crate) fn leave_for(address: &str) {
    let _ = window().location().assign(address);
}

pub(crate) fn entitle(title: &str) {
    document().set_title(title);
}

/// What a selector finds first.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Puts the focus there as soon as it has been drawn.
pub(crate) fn focus(selector: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = find(selector) {
            let _ = element.focus();
        }
    });
}

/// Moves it to the middle of the list that it is in, as far as that scrolls, as soon as it has been drawn.
pub(crate) fn reveal(selector: &'static str) {
    request_animation_frame(move || {
        let Some(element) = find(selector) else { return };
        let list = element
            .closest("ul")
            .ok()
            .flatten()
            .and_then(|list| list.dyn_into::<HtmlElement>().ok());
        if let Some(list) = list {
            let middle = |element: &HtmlElement| element.offset_left() + element.offset_width() / 2;
            list.set_scroll_left(middle(&element) - middle(&list));
        }
    });
}

/// Has menus close as soon as someone chooses in them, presses elsewhere, or Escape; for as long as the page is there.
pub(crate) fn close_menus() {
    let open = || document().query_selector("details.menu[open]").ok().flatten();
    window_event_listener(ev::click, move |event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_choice = pressed
            .as_ref()
            .is_some_and(|pressed| pressed.closest("button, a").ok().flatten().is_some());
        if let Some(menu) = open().filter(|menu| is_choice || !menu.contains(pressed.as_deref())) {
            let _ = menu.remove_attribute("open");
        }
    });
    window_event_listener(ev::keydown, move |event| {
        if let Some(menu) = open().filter(|_| event.key() == "Escape") {
            let _ = menu.remove_attribute("open");
            let summary = menu.query_selector("summary").ok().flatten();
            let _ = summary
                .and_then(|summary| summary.dyn_into::<HtmlElement>().ok())
                .map(|summary| summary.focus());
        }
    });
}

/// Whether whoever presses a key is writing something.
pub(crate) fn is_typing() -> bool {
    let active = document().active_element();
    active.is_some_and(|active| matches!(&*active.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Puts a text where it can be pasted from.
pub(crate) fn copy(text: &str) {
    let _ = window().navigator().clipboard().write_text(text);
}
