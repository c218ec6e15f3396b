//! Ways to open a participation for an author whose link isn't at hand, is damaged or lost. None
//! needs a script.

use domain::reference::Reference;
use form::Language;
use leptos::prelude::*;

use crate::words::Words;

/// Knowledge of a key that doesn't open the participation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// There is none.
    No,
    /// The page says so elsewhere.
    Known,
    /// It is to be said here.
    Told,
}

/// Forms that open the participation: with a pasted link, a new link to the author's contact, or a
/// one-time code.
#[component]
pub(super) fn Closed(
    reference: Reference,
    language: Language,
    /// Knowledge of the link's key.
    is_wrong: Wrong,
    /// True if a one-time code may be on its way.
    has_code: bool,
) -> impl IntoView {
    let words = Words::of(language);
    let action = move |call: &str| {
        ["/p/", &reference.to_string(), "/", call, "?lang=", language.tag()].concat()
    };
    let is_open = is_wrong != Wrong::No;
    let wrong = (is_wrong == Wrong::Told).then(|| {
        view! { <p class="page-sheet page-alarm" role="alert">{words.wrong_key}</p> }
    });
    let code = has_code.then(|| view! { <Code action=action("code") words=words /> });
    view! {
        {wrong}
        {code}
        <section class="page-sheet page-closed">
            <p class="page-note">{words.key_hint}</p>
            <details class="page-lost" open=is_open>
                <summary id="title-link">{words.lost}</summary>
                <form class="page-form" method="post" action=action("link") aria-labelledby="title-link">
                    <p id="lost-hint">{words.lost_text}</p>
                    <label for="lost-contact">{words.lost_field}</label>
                    <input
                        id="lost-contact"
                        name="contact"
                        dir="ltr"
                        autocomplete="email"
                        required
                        aria-describedby="lost-hint"
                    />
                    <button class="page-button">{words.lost_send}</button>
                </form>
            </details>
            <details class="page-lost">
                <summary id="title-open">{words.paste}</summary>
                <form class="page-form" method="post" action=action("open") aria-labelledby="title-open">
                    <label for="pasted-link">{words.paste_field}</label>
                    <input id="pasted-link" name="link" dir="ltr" autocomplete="off" required />
                    <button class="page-button">{words.open_button}</button>
                </form>
            </details>
        </section>
    }
}

/// Field for the code that was sent to a phone.
#[component]
fn Code(action: String, words: &'static Words) -> impl IntoView {
    view! {
        <section class="page-sheet">
            <form class="page-form" method="post" action=action aria-labelledby="title-code">
                <label id="title-code" for="one-time-code">{words.code_field}</label>
                <p class="page-note" id="code-hint">{words.code_hint}</p>
                <input
                    id="one-time-code"
                    name="code"
                    dir="ltr"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    required
                    aria-describedby="code-hint"
                />
                <button class="page-button">{words.open_button}</button>
            </form>
        </section>
    }
}
