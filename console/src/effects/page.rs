//! The page's document and window: visibility, title, focus, menus, clipboard.

use gloo_events::EventListener;
use js_sys::Reflect;
use leptos::{
    ev,
    prelude::{request_animation_frame, window_event_listener},
};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, VisibilityState, Window};

/// Returns the window. A page always has one.
#[expect(clippy::expect_used, reason = "the console runs in a page and nowhere else")]
pub(crate) fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

#[expect(clippy::expect_used, reason = "the console runs in a page and nowhere else")]
pub(crate) fn document() -> Document {
    window().document().expect("a window has a document")
}

/// Returns whether the page is visible.
pub(crate) fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Calls a function whenever the page is shown or hidden. The listener lives as long as the page.
pub(crate) fn on_visibility(act: impl Fn(bool) + 'static) {
    EventListener::new(&document(), "visibilitychange", move |_| act(is_visible())).forget();
}

/// Returns whether this browser shows a PDF in a frame. Others would download it unasked.
pub(crate) fn shows_pdf() -> bool {
    Reflect::get(&window().navigator(), &"pdfViewerEnabled".into())
        .is_ok_and(|value| value.is_truthy())
}

/// Navigates to a page outside the console.
pub(crate) fn navigate_to(address: &str) {
    let _ = window().location().assign(address);
}

/// Asks a question that the person answers by yes or no.
pub(crate) fn confirms(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or_default()
}

/// Loads the page again.
pub(crate) fn reload() {
    let _ = window().location().reload();
}

/// Sets the page's title. The number of unread cases stays before it.
pub(crate) fn set_title(title: &str) {
    let before = document().title();
    let number = &before[..before.len() - unnumbered(&before).len()];
    document().set_title(&format!("{number}{title}"));
}

/// Puts a number before the page's title, or removes it if it's 0.
pub(crate) fn number_title(number: &str) {
    let before = document().title();
    let title = unnumbered(&before);
    if number == "0" {
        document().set_title(title);
    } else {
        document().set_title(&format!("({number}) {title}"));
    }
}

/// Returns a title without the number before it.
fn unnumbered(title: &str) -> &str {
    let numbered = title.strip_prefix('(').and_then(|rest| rest.split_once(") "));
    match numbered {
        Some((number, rest)) if number.starts_with(|first: char| first.is_ascii_digit()) => rest,
        _ => title,
    }
}

/// Returns the first element that a selector matches.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Selector of the frame that the edge's document shows until the program can draw its own.
const PLACEHOLDER: &str = "#placeholder";

/// Returns whether the document's frame still shows.
pub(crate) fn has_placeholder() -> bool {
    find(PLACEHOLDER).is_some()
}

/// Removes the document's frame, if it is still there.
pub(crate) fn remove_placeholder() {
    if let Some(placeholder) = find(PLACEHOLDER) {
        placeholder.remove();
    }
}

/// Focuses the first match of a selector after the next drawing.
pub(crate) fn focus(selector: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = find(selector) {
            let _ = element.focus();
        }
    });
}

/// Returns the row of a list that has the focus, by its attribute.
pub(crate) fn focused_row() -> Option<String> {
    document().active_element()?.get_attribute("data-row")
}

/// Focuses a row of a list after the next drawing, unless the person has moved the focus.
pub(crate) fn focus_row(row: &str) {
    let selector = ["[data-row='", row, "']"].concat();
    request_animation_frame(move || {
        let active = document().active_element();
        let is_free = active.is_none_or(|active| active.matches("body, h1").unwrap_or_default());
        if is_free && let Some(element) = find(&selector) {
            let _ = element.focus();
        }
    });
}

/// Scrolls the page after the next drawing so that the first lines of an element are above the one
/// that is docked over it.
pub(crate) fn uncover(selector: &'static str, dock: &'static str) {
    const LINES: f64 = 64.0;
    request_animation_frame(move || {
        let (Some(element), Some(dock)) = (find(selector), find(dock)) else { return };
        let top = element.get_bounding_client_rect().top();
        if top + LINES > dock.get_bounding_client_rect().top() {
            element.scroll_into_view_with_bool(true);
        }
    });
}

/// Returns the distance from the top of the page that is scrolled, in pixels.
pub(crate) fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// Scrolls the page to a distance from its top.
pub(crate) fn scroll_to(distance: f64) {
    window().scroll_to_with_x_and_y(0.0, distance);
}

/// Scrolls the matched element's list so that the element is in its middle, after the next drawing.
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

/// Closes an open menu on a choice in it, a click elsewhere, or Escape.
///
/// The listeners live as long as the page.
pub(crate) fn close_menus() {
    let open = || document().query_selector("details.menu[open]").ok().flatten();
    window_event_listener(ev::click, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_choice = target
            .as_ref()
            .is_some_and(|target| target.closest("button, a").ok().flatten().is_some());
        if let Some(menu) = open().filter(|menu| is_choice || !menu.contains(target.as_deref())) {
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

/// Returns whether the focus is in a form field.
pub(crate) fn is_typing() -> bool {
    let active = document().active_element();
    active.is_some_and(|active| matches!(&*active.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Copies a text to the clipboard.
pub(crate) fn copy(text: &str) {
    let _ = window().navigator().clipboard().write_text(text);
}
