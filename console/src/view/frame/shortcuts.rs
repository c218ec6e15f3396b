//! Keyboard shortcuts. `?` lists them; they pause while a field has the focus, and can be switched
//! off.
//!
//! The markup defines the shortcuts: a key clicks or focuses the element that names it in
//! `aria-keyshortcuts`.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, KeyboardEvent};

use crate::{
    effects::{page, storage},
    words::words,
};

/// Storage key of the setting that switches the shortcuts off on this device.
const KEY: &str = "sawtak.console.keys";

/// Dialog with the list of keys.
#[component]
pub(crate) fn Shortcuts() -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    let is_on = RwSignal::new(storage::preference(KEY).as_deref() != Some("off"));
    let listener = window_event_listener(ev::keydown, move |event| {
        if is_on.get_untracked() && is_shortcut(&event) {
            press(&event, dialog.get_untracked());
        }
    });
    on_cleanup(move || listener.remove());
    let keys = [
        ("?", words().keys_help),
        ("/", words().keys_search),
        ("j", words().keys_next),
        ("k", words().keys_previous),
        ("x", words().keys_select),
        ("u", words().keys_queue),
        ("t", words().do_take),
        ("a", words().do_assign),
        ("r", words().do_reply),
        ("q", words().do_ask),
        ("n", words().do_note),
        ("f", words().do_transfer),
        ("e", words().do_accept),
        ("m", words().do_merge),
        ("d", words().do_decline),
        ("w", words().do_answer),
        ("c", words().do_close),
        ("z", words().do_undo),
    ];
    view! {
        <dialog class="sheet" node_ref=dialog aria-labelledby="keys-title">
            <h2 id="keys-title">{words().keys_title}</h2>
            <dl class="keys">
                {keys.map(|(key, action)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{action}</dd></div> }).collect_view()}
            </dl>
            <label class="tick">
                <input type="checkbox" prop:checked=is_on on:change=move |event| {
                    is_on.set(event_target_checked(&event));
                    storage::set_preference(KEY, if is_on.get_untracked() { "on" } else { "off" });
                } />
                {words().keys_on}
            </label>
            <form method="dialog"><button>{words().close}</button></form>
        </dialog>
    }
}

/// Returns whether a key press is a shortcut, not typing or a command to the browser.
fn is_shortcut(event: &KeyboardEvent) -> bool {
    !(event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || event.default_prevented()
        || page::is_typing())
        && page::find("dialog[open]").is_none()
}

fn press(event: &KeyboardEvent, help: Option<HtmlDialogElement>) {
    let (key, code) = (event.key(), event.code());
    // The key's place on the keyboard, since the letter on it may be an Arabic one.
    let letter = code.strip_prefix("Key").map(str::to_lowercase);
    let is_handled = match (&*key, letter.as_deref()) {
        ("?" | "؟", _) => help.is_some_and(|help| help.show_modal().is_ok()),
        ("/", _) => act_on(page::find("[aria-keyshortcuts='/']")),
        (_, Some("j")) => step(1) || act_on(page::find("[aria-keyshortcuts='j']")),
        (_, Some("k")) => step(-1) || act_on(page::find("[aria-keyshortcuts='k']")),
        (_, Some("x")) => act_on(page::find("tr:focus-within [type=checkbox]")),
        (_, Some(letter)) if !event.shift_key() => {
            act_on(page::find(&format!("[aria-keyshortcuts='{letter}']:not(:disabled)")))
        }
        _ => false,
    };
    if is_handled {
        event.prevent_default();
    }
}

/// Clicks a button or link; focuses a search field.
fn act_on(element: Option<HtmlElement>) -> bool {
    let Some(element) = element else { return false };
    if element.matches("[type=search]").unwrap_or_default() {
        let _ = element.focus();
    } else {
        element.click();
    }
    true
}

/// Focuses the link of the next or the previous case in a list.
fn step(by: i32) -> bool {
    let Ok(links) = page::document().query_selector_all("[data-row]") else { return false };
    let current = (0..links.length())
        .find(|place| links.item(*place).as_ref() == page::document().active_element().as_deref());
    let next = current
        .map_or(0, |place| u32::try_from(i64::from(place) + i64::from(by)).unwrap_or_default());
    let element = links.item(next).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}
