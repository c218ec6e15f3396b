//! Before the box is closed: it asks if a recording ends then, or if what was entered is kept nowhere.

use form::ids;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, EventTarget, HtmlDialogElement};

use super::bind::{on, pressed};
use crate::session::Session;

pub(super) fn attach(session: Session) {
    let page = session.page();
    let Some(dialog) = page.root().closest("dialog").ok().flatten().and_then(|box_| box_.dyn_into::<HtmlDialogElement>().ok())
    else {
        return;
    };
    // Its answer is no submission, which the box would keep for later.
    if let Ok(sure) = page.by_id::<EventTarget>(ids::SURE) {
        on(&sure, "submit", Event::stop_propagation);
    }
    // Escape, and the button, before the box hears of it.
    for (place, event) in [(dialog.unchecked_ref::<EventTarget>(), "cancel"), (page.root().unchecked_ref(), "click")] {
        let (dialog, page) = (dialog.clone(), page.clone());
        on(place, event, move |event| {
            let is_meant = event.target().as_ref() == Some(dialog.as_ref()) || pressed(event, "[part=close]").is_some();
            if let Some(question) = session.holds_back().filter(|_| is_meant) {
                event.prevent_default();
                event.stop_propagation();
                let (dialog, page) = (dialog.clone(), page.clone());
                spawn_local(async move {
                    if page.is_sure(question).await {
                        dialog.close();
                    }
                });
            }
        });
    }
}
