//! Field for a text file, which is read as soon as it is chosen.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlInputElement};

/// The field. `read` gets the file's text; `fault` is the id of the element that describes a fault.
#[component]
pub(super) fn FileField(
    label: &'static str,
    accept: &'static str,
    fault: &'static str,
    #[prop(into)] is_busy: Signal<bool>,
    read: Callback<String>,
) -> impl IntoView {
    let choose = move |event: Event| {
        let field: HtmlInputElement = event_target(&event);
        let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
        // An empty field lets the same file be chosen again.
        field.set_value("");
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            read.try_run(text.unwrap_or_default());
        });
    };
    view! {
        <label>{label}<input type="file" accept=accept aria-describedby=fault disabled=is_busy on:change=choose /></label>
    }
}
