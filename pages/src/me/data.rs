//! Forms about one's data: a copy of everything, and the end of the file.

use form::Language;
use leptos::prelude::*;

use super::action;
use crate::{
    html::{Html, IntoHtml},
    words::MeWords,
};

/// Returns the two forms.
pub(super) fn sheet(language: Language) -> Html {
    let words = MeWords::of(language);
    let choice = |value: &'static str, label: &'static str| {
        view! {
            <label class="page-radio">
                <input type="radio" name="cases" value=value required />
                {label}
            </label>
        }
    };
    view! {
        <section class="page-sheet">
            <h2>{words.your_data}</h2>
            <form method="post" action=action(language, "/export")>
                <p class="page-note" id="export-hint">{words.export_hint}</p>
                <button class="page-button" aria-describedby="export-hint">{words.export}</button>
            </form>
            <details class="page-fold">
                <summary>{words.leave}</summary>
                <form class="page-choice" method="post" action=action(language, "/leave")>
                    <fieldset>
                        <legend>{words.leave_what}</legend>
                        {choice("keep", words.leave_keep)}
                        {choice("erase", words.leave_erase)}
                    </fieldset>
                    <button class="page-button">{words.leave}</button>
                </form>
            </details>
        </section>
    }
    .into_html()
}
