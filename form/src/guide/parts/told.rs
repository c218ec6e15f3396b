//! Live region for what changes without the visitor's doing.

use leptos::prelude::*;

use crate::{guide::reactive::content, ids};

/// Live region: tells politely what has changed to visitors who listen.
#[component]
pub(crate) fn Told(told: RwSignal<String>) -> impl IntoView {
    let told = content(move || told.get());
    view! { <span class="unseen" id=ids::TOLD role="status" prop:textContent=told></span> }
}
