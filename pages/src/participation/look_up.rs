//! Look-up of a participation by its reference number.

use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::html,
    words::Words,
};

/// Longest input that is shown again, in characters.
const TYPED_MAX: usize = 40;

/// Returns the page that asks for a reference number.
pub fn look_up(context: Context<'_>) -> String {
    let words = context.words();
    let frame = frame(context, words.find_title);
    let language = context.language;
    html(move || {
        view! {
            <Page frame=frame>
                <h1>{words.find_title}</h1>
                <LookUp language=language typed=String::new() />
            </Page>
        }
    })
}

/// Returns the page for a number that no participation has, with the number to mend.
pub fn unknown(context: Context<'_>, typed: &str) -> String {
    let words = context.words();
    let frame = frame(context, words.unknown_title);
    let language = context.language;
    let typed = typed.chars().take(TYPED_MAX).collect::<String>();
    html(move || {
        view! {
            <Page frame=frame>
                <h1>{words.unknown_title}</h1>
                <p class="page-lead">{words.unknown_text}</p>
                <LookUp language=language typed=typed />
            </Page>
        }
    })
}

fn frame(context: Context<'_>, title: &'static str) -> Frame {
    let meta = Meta::new(context, "/p", title, context.words().find_lead);
    let switch = Switch::Links { address: "/p?".to_owned(), languages: &Language::ALL };
    Frame::new(meta).with_switch(switch)
}

/// Field for a reference number.
#[component]
pub(crate) fn LookUp(language: Language, typed: String) -> impl IntoView {
    let words = Words::of(language);
    view! {
        <form class="page-sheet page-find" method="get" action="/p" aria-label=words.find>
            <label for="reference">{words.reference}</label>
            <p class="page-note" id="reference-hint">{words.find_hint}</p>
            <input
                id="reference"
                name="reference"
                dir="ltr"
                inputmode="numeric"
                autocomplete="off"
                required
                aria-describedby="reference-hint"
                value=typed
            />
            <input type="hidden" name="lang" value=language.tag() />
            <div><button class="page-button">{words.find}</button></div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_is_sent_without_a_script() {
        for language in Language::ALL {
            let page = look_up(Context { language, base_url: "" });
            for part in ["method=\"get\"", "action=\"/p\"", "name=\"reference\"", "name=\"lang\""] {
                assert!(page.contains(part), "{part} in {page}");
            }
            assert!(page.contains(Words::of(language).find_hint) && !page.contains("<script"));
        }
    }

    #[test]
    fn a_number_that_nobody_was_given_can_be_mended() {
        let context = Context { language: Language::En, base_url: "" };
        let page = unknown(context, &["\"><b>", &"1".repeat(50)].concat());
        let value = [" value=\"&quot;&gt;&lt;b&gt;", &"1".repeat(35), "\""].concat();
        assert!(page.contains(&value) && page.contains("There is no participation"), "{page}");
    }
}
