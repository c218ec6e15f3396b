//! File field that the edge rendered, on a card where files may be dropped.

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, HtmlInputElement};

use crate::{
    guide::{page::found, parts::attachments::Attachments, reactive::on},
    ids,
};

/// Attaches what is chosen in the file field or dropped on its card, also before this.
pub(crate) fn follow_files(root: &Element, attachments: Attachments) {
    let Some(input) = found::<HtmlInputElement>(root, &["#", ids::FILES].concat()) else { return };
    let chosen = input.clone();
    let take = move || {
        attachments.attach_all(chosen.files());
        // So that a file can be chosen again after it was removed.
        chosen.set_value("");
    };
    take();
    on(&input, "change", move |_| take());
    let Some(zone) = found::<Element>(root, &["#", ids::DROP].concat()) else { return };
    for event in ["dragover", "dragleave", "drop"] {
        let shown = zone.clone();
        on(&zone, event, move |event| {
            event.prevent_default();
            let _ = shown.class_list().toggle_with_force("over", event.type_() == "dragover");
            if event.type_() == "drop" {
                let event: &DragEvent = event.unchecked_ref();
                attachments.attach_all(event.data_transfer().and_then(|data| data.files()));
            }
        });
    }
}
