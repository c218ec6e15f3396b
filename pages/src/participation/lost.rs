//! Form for a new link, for an author who lost theirs. It needs no script.

use domain::reference::Reference;
use form::Language;
use leptos::prelude::*;

use crate::words::Words;

#[component]
pub(super) fn Lost(reference: Reference, language: Language) -> impl IntoView {
    let words = Words::of(language);
    let action = ["/p/", &reference.to_string(), "/link?lang=", language.tag()].concat();
    view! {
        <details class="page-sheet page-lost">
            <summary>{words.lost}</summary>
            <form class="page-form" method="post" action=action>
                <p>{words.lost_text}</p>
                <label for="lost-contact">{words.lost_field}</label>
                <input
                    id="lost-contact"
                    name="contact"
                    dir="ltr"
                    autocomplete="email"
                    required
                />
                <button class="page-button">{words.lost_send}</button>
            </form>
        </details>
    }
}
