//! What this device keeps: what was entered before, what waits to be sent, the numbers that it was asked to remember.

use leptos::prelude::*;

use crate::{ids, language::Words};

/// Above the steps: what was entered before, and what waits to be sent.
#[component]
pub(crate) fn Kept(words: &'static Words) -> impl IntoView {
    view! {
        <p class="note guided" id=ids::KEPT hidden>
            {words.draft_kept}" "<button type="button" class="link" part="forget" id=ids::FORGET>{words.draft_forget}</button>
        </p>
        <ul class="items guided" id=ids::OUTBOX aria-label=words.mine_title></ul>
        <template id=ids::ENTRY>
            <li class="item">
                <span><strong></strong>" "<a class="number" dir="ltr" target="_blank" rel="noopener"></a></span>
                <span class="hint" dir="auto"></span>
                <button type="button" part="put-back">{words.outbox_back}</button>
                <button type="button" part="remove-entry">{words.outbox_remove}</button>
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
            <label class="shared"><input type="checkbox" part="shared" id=ids::SHARED />{words.device_shared}</label>
        </div>
    }
}

/// Asks before something is thrown away. The browser leads the focus there and back, and Escape is a no.
#[component]
pub(crate) fn Sure(words: &'static Words) -> impl IntoView {
    view! {
        <dialog class="sure" id=ids::SURE part="sure" aria-labelledby="sure-question">
            <form method="dialog">
                <p id="sure-question"></p>
                <button part="yes" value="yes">{words.sure_yes}</button>
                <button part="no" value="" autofocus>{words.sure_no}</button>
            </form>
        </dialog>
    }
}

/// It waits until it can be sent.
#[component]
pub(crate) fn Waiting(words: &'static Words) -> impl IntoView {
    view! {
        <section class="done guided" id=ids::WAITING data-of=ids::WAITING>
            <svg class="seal" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22" /><path d="M24 12v13l8 5" /></svg>
            <h2 tabindex="-1">{words.outbox_title}</h2>
            <p role="status">{words.outbox_text}</p>
            <label class="shared"><input type="checkbox" part="keep-number" id=ids::KEEP_NUMBER />{words.outbox_keep}</label>
            <button type="button" part="take-back" id=ids::TAKE_BACK>{words.outbox_remove}</button>
        </section>
    }
}
