//! What this device keeps: what was entered before, what waits to be sent, the numbers that it was asked to remember.

use leptos::prelude::*;

use crate::{ids, language::Words};

/// Above the steps: what was entered before, and what waits to be sent.
#[component]
pub(crate) fn Kept(words: &'static Words) -> impl IntoView {
    view! {
        <p class="note guided" id=ids::KEPT hidden>
            {words.draft_kept}" "<button type="button" class="link" id=ids::FORGET>{words.draft_forget}</button>
        </p>
        <ul class="items guided" id=ids::OUTBOX aria-label=words.mine_title></ul>
        <template id=ids::ENTRY>
            <li class="item">
                <span><strong></strong>" "<a class="number" dir="ltr" target="_blank" rel="noopener"></a></span>
                <span class="hint" dir="auto"></span>
                <button type="button">{words.outbox_remove}</button>
            </li>
        </template>
    }
}

/// Below the steps: whether this device may keep anything.
#[component]
pub(crate) fn Device(words: &'static Words) -> impl IntoView {
    view! {
        <div class="device guided">
            <p class="fault" id=ids::UNKEPT role="status"></p>
            <label class="shared"><input type="checkbox" id=ids::SHARED />{words.device_shared}</label>
        </div>
    }
}

/// It waits for a connection.
#[component]
pub(crate) fn Waiting(words: &'static Words) -> impl IntoView {
    view! {
        <section class="done guided" id=ids::WAITING data-of=ids::WAITING>
            <h2 tabindex="-1">{words.outbox_title}</h2>
            <p role="status">{words.outbox_text}</p>
            <button type="button" id=ids::TAKE_BACK>{words.outbox_remove}</button>
        </section>
    }
}
