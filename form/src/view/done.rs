//! It has been received: the reference number, large, and what comes next. The widget fills it in.

use leptos::prelude::*;

use crate::{ids, language::Words};

/// The end of the story for the visitor.
#[component]
pub(crate) fn Done(words: &'static Words) -> impl IntoView {
    view! {
        <section class="done guided" id=ids::DONE data-of=ids::DONE>
            <svg class="seal" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22" /><path d="M14 25l7 7 13-15" /></svg>
            <h2 tabindex="-1">{words.done_title}</h2>
            <p class="label" id="reference-label">{words.done_reference}</p>
            <p class="reference" dir="ltr">
                <span part="reference" id=ids::REFERENCE aria-hidden="true"></span>
                <span class="unseen" id=ids::DIGITS></span>
            </p>
            <div class="keep">
                <button type="button" part="copy" id=ids::COPY>{words.done_copy}</button>
                <button type="button" id=ids::SAVE>{words.done_save}</button>
                <button type="button" part="print" id=ids::PRINT>{words.done_print}</button>
                <button type="button" part="remember" id=ids::REMEMBER>{words.mine_keep}</button>
                <span role="status" id=ids::COPIED></span>
            </div>
            <p hidden>{words.done_suggestion}" "<bdi class="number" id=ids::PAIRED></bdi></p>
            <dl class="due">
                <div><dt>{words.done_due}</dt><dd><time id=ids::FIRST_DUE></time></dd></div>
                <div><dt>{words.done_resolution}</dt><dd><time id=ids::FULL_DUE></time></dd></div>
            </dl>
            <p class="hint">{words.done_keep}</p>
            <p><a class="primary" part="track" id=ids::TRACK target="_blank" rel="noopener">{words.done_follow}</a></p>
        </section>
    }
}
