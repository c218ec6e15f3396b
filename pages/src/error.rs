//! Pages for requests that can't be answered.

use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, ask, home, look_up},
    html::html,
};

/// Returns the page for an address under which there is nothing. It says where to go instead.
pub fn not_found(context: Context<'_>) -> String {
    let words = context.words();
    let meta = Meta::new(context, "/", words.missing_title, words.missing_text);
    let language = context.language;
    html(move || {
        view! {
            <Page frame=Frame::new(meta)>
                <h1>{words.missing_title}</h1>
                <p class="page-lead">{words.missing_text}</p>
                <ul class="page-ways">
                    <li><a href=ask(language)>{words.ask_title}</a></li>
                    <li><a href=home(language)>{words.home_all}</a></li>
                    <li><a href=look_up(language)>{words.find_title}</a></li>
                </ul>
            </Page>
        }
    })
}

/// Returns the page for a failure of ours.
pub fn failure(context: Context<'_>) -> String {
    sentence(context, context.words().error)
}

/// Returns the page for a client that has asked too often today.
pub fn too_many(context: Context<'_>) -> String {
    sentence(context, context.language.words(false).error_limit)
}

fn sentence(context: Context<'_>, sentence: &'static str) -> String {
    let words = context.words();
    let meta = Meta::new(context, "/", words.name, sentence);
    html(move || {
        view! {
            <Page frame=Frame::new(meta)>
                <h1>{words.name}</h1>
                <p class="page-lead">{sentence}</p>
            </Page>
        }
    })
}

#[cfg(test)]
mod tests {
    use form::Language;

    use super::*;
    use crate::words::Words;

    #[test]
    fn an_address_with_nothing_leads_home_to_the_question_and_to_the_look_up() {
        for language in Language::ALL {
            let (page, words) =
                (not_found(Context { language, base_url: "" }), Words::of(language));
            for text in [words.missing_title, words.missing_text, words.home_all] {
                assert!(page.contains(text), "{text} in {page}");
            }
            for path in ["/", "/ask", "/p"] {
                let link = [" href=\"", path, "?lang=", language.tag(), "\""].concat();
                assert!(page.contains(&link), "{link} in {page}");
            }
        }
    }

    #[test]
    fn a_failure_says_no_more_than_that() {
        let page = failure(Context { language: Language::En, base_url: "" });
        assert!(page.contains(Words::of(Language::En).error), "{page}");
    }
}
