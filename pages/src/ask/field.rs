//! Form with the field for what happened.

use form::{Language, ids, textarea_content};
use leptos::prelude::*;

use super::{Asked, PATH, in_language};
use crate::{
    html::{Html, IntoHtml},
    words::Words,
};

/// Id and name of the field.
pub(super) const TEXT: &str = ids::TEXT;

/// Id of the form, by which buttons outside it send it.
pub(super) const FORM: &str = ids::FORM;

/// Returns the form of a page that asks. `label` names the field, unless the page's heading does.
pub(super) fn form(
    language: Language,
    asked: &Asked<'_>,
    label: Option<&'static str>,
    fault: Option<String>,
) -> Html {
    let words = Words::of(language);
    let hidden = |name: &'static str, value: Option<&str>| {
        let value = value?.to_owned();
        Some(view! { <input type="hidden" name=name value=value /> }.into_html())
    };
    let known = [
        hidden("kind", asked.kind.map(domain::intake::kind::Kind::as_str)),
        hidden("entity", asked.entity),
        hidden("service", asked.service),
    ];
    let known: Vec<Html> = known.into_iter().flatten().collect();
    let label = label.map(|label| view! { <label for=TEXT>{label}</label> });
    let button =
        if asked.text.is_empty() || fault.is_some() { words.ask_send } else { words.ask_again };
    let described = if fault.is_some() { "text-hint text-fault" } else { "text-hint" };
    let is_invalid = fault.is_some().then_some("true");
    let fault = fault.map(|fault| {
        view! { <p class="page-trouble" id="text-fault" role="alert">{fault}</p> }
    });
    let text = textarea_content(asked.text);
    view! {
        <form
            class="page-sheet page-form"
            id=FORM
            method="post"
            action=in_language(PATH, language)
            aria-label=words.ask_title
        >
            {label}
            <p class="page-note" id="text-hint">{words.ask_hint}</p>
            {fault}
            <textarea
                id=TEXT
                name=TEXT
                rows="5"
                dir="auto"
                aria-describedby=described
                aria-invalid=is_invalid
            >
                {text}
            </textarea>
            {known}
            <button class="page-button">{button}</button>
        </form>
    }
    .into_html()
}

/// Returns the form for another page, where nothing was written yet.
pub(crate) fn blank(language: Language) -> Html {
    let asked = Asked { text: "", kind: None, entity: None, service: None, entities: &[] };
    form(language, &asked, Some(Words::of(language).ask_title), None)
}
