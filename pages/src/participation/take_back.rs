//! Form by which an author takes their participation back from others, as after a link was stolen.
//! It's the same whether anybody else has it, so that it tells nothing of anybody's file.

use domain::reference::Reference;
use form::Language;
use leptos::prelude::*;

use crate::{
    html::{Html, IntoHtml},
    words::MeWords,
};

/// Returns the form, folded.
pub(super) fn sheet(language: Language, reference: Reference, key: &str) -> Html {
    let words = MeWords::of(language);
    let key = key.to_owned();
    let action = ["/p/", &reference.to_string(), "/take-back?lang=", language.tag()].concat();
    view! {
        <section class="page-sheet">
            <details class="page-fold">
                <summary>{words.take_back}</summary>
                <form class="page-form" method="post" action=action>
                    <p>{words.take_back_hint}</p>
                    <input type="hidden" name="key" value=key />
                    <button class="page-button">{words.take_back}</button>
                </form>
            </details>
        </section>
    }
    .into_html()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::html;

    #[test]
    fn a_button_takes_it_back_in_every_language() {
        let reference = Reference::draw([7; 8]);
        for language in Language::ALL {
            let shown = html(|| sheet(language, reference, "k-_1"));
            let action = format!("/p/{reference}/take-back?lang={}", language.tag());
            for part in [&action, "value=\"k-_1\"", MeWords::of(language).take_back] {
                assert!(shown.contains(part), "{part} in {shown}");
            }
        }
    }
}
