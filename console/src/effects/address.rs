//! Address bar and navigation. Links between views are plain `<a>`s; a click listener navigates
//! without loading a page.

use leptos::{
    ev,
    prelude::{GetUntracked, RwSignal, Set, window_event_listener},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use super::{page, page::window, storage, unsaved};
use crate::route::query::WORDS;

/// Path prefix of the console's views.
const HOME: &str = "/console";

/// Target of the link that skips to the view.
const VIEW: &str = "#view";

/// Name of the note that holds the words of a search during a sign-in.
const KEPT: &str = "search";

/// Paths below [`HOME`] that the edge serves itself, so links to them load a page.
const OTHERS: [&str; 3] = ["/console/sign-in", "/console/signed-in", "/console/api/"];

/// Returns a signal of path, query and words that follows navigation and the browser's history.
pub(crate) fn watch() -> RwSignal<String> {
    let address = RwSignal::new(current());
    // The listeners live as long as the page.
    window_event_listener(ev::popstate, move |_| {
        if unsaved::may_leave() {
            address.set(current());
        } else {
            // The browser has gone back already.
            push(&address.get_untracked());
        }
    });
    window_event_listener(ev::click, move |event| {
        if let Some(to) = view_of(&event) {
            event.prevent_default();
            go(address, &to);
        }
    });
    address
}

fn current() -> String {
    let location = window().location();
    let fragment = location.hash().unwrap_or_default();
    let words = if fragment.starts_with(WORDS) { fragment } else { kept() };
    let [path, query] = [location.pathname(), location.search()].map(Result::unwrap_or_default);
    [path, query, words].concat()
}

/// Keeps the words of an address in the tab while the person signs in, since no other system is
/// told of them.
pub(crate) fn keep_words(address: &str) {
    let words = address.split_once('#').map(|(_, words)| words).unwrap_or_default();
    storage::set_note(KEPT, words);
}

/// Returns the fragment that was kept during a sign-in, once.
fn kept() -> String {
    let words = storage::note(KEPT).unwrap_or_default();
    storage::set_note(KEPT, "");
    if words.is_empty() { words } else { ["#", &words].concat() }
}

/// Navigates to another view and adds an entry to the browser's history, unless the person stays
/// with unsaved input.
pub(crate) fn go(address: RwSignal<String>, to: &str) {
    if address.get_untracked() != to {
        if !unsaved::may_leave() {
            return;
        }
        push(to);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
    address.set(to.to_owned());
}

fn push(address: &str) {
    if let Ok(history) = window().history() {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Replaces the address without a new history entry, for another filter of the same view.
pub(crate) fn rewrite(address: RwSignal<String>, to: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(to));
    }
    address.set(to.to_owned());
}

/// Returns a click's target, if the click is a plain one on a link to one of the views.
fn view_of(event: &MouseEvent) -> Option<String> {
    let is_plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let element: Element = event.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = element.closest("a[href]").ok().flatten()?.dyn_into().ok()?;
    let path = link.pathname();
    let is_view = (path == HOME || path.starts_with("/console/"))
        && !OTHERS.iter().any(|other| path.starts_with(other));
    let is_here = link.target().is_empty()
        && !link.has_attribute("download")
        && link.origin() == window().location().origin().ok()?;
    let is_followed = is_plain && is_view && is_here && !event.default_prevented();
    let fragment = link.hash();
    if is_followed && fragment == VIEW {
        // The address keeps its words.
        event.prevent_default();
        page::focus(VIEW);
        return None;
    }
    is_followed.then(|| [path, link.search(), fragment].concat())
}
