//! Item of a list of lessons: "You said, we did".

use domain::{case::lesson::PublicWords, slug::Slug};
use form::Language;
use leptos::prelude::*;

use crate::html::{Html, IntoHtml};

/// Returns the item, with these names of its two sentences. Of several entities each has its own.
pub(crate) fn item(
    language: Language,
    [said, did]: [&'static str; 2],
    entity: Option<&Slug>,
    words: &PublicWords,
) -> Html {
    let [what_was_said, what_was_done] =
        [&words.said, &words.did].map(|it| it.for_reader(language.tag()).0.to_owned());
    let entity = entity.map(|entity| {
        view! { <p class="page-note"><bdi dir="ltr">{entity.to_string()}</bdi></p> }
    });
    view! {
        <li>
            {entity}
            <p><b>{said}</b> " " {what_was_said}</p>
            <p><b>{did}</b> " " {what_was_done}</p>
        </li>
    }
    .into_html()
}
