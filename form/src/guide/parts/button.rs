//! Button with a label that doesn't change.

use leptos::{ev::MouseEvent, prelude::*};

use crate::guide::reactive::Handler;

/// Button of a part. One component for all, so that their code exists once.
#[component]
pub(crate) fn Button(
    label: String,
    act: Handler<MouseEvent>,
    #[prop(optional)] class: Option<&'static str>,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] part: Option<&'static str>,
    /// Name for a screen reader, where the label alone says too little.
    #[prop(optional_no_strip)]
    name: Option<String>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=class
            id=id
            part=part
            aria-label=name
            on:click=act
            prop:textContent=label
        ></button>
    }
}
