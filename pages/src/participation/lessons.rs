//! Public words about what was changed because of the participation.

use domain::{bilingual::Named, wire::Content};
use leptos::prelude::*;

use crate::{
    document::Context,
    html::{Html, IntoHtml},
};

/// Returns the section, if any words are published.
pub(super) fn sheet(context: Context<'_>, sent: &Content) -> Option<Html> {
    if sent.lessons.is_empty() {
        return None;
    }
    let words = context.words();
    let tag = context.language.tag();
    let part = |name: &'static str, sentence: &Named| {
        let (text, of) = sentence.for_reader(tag);
        let lang = (of != tag).then_some(of);
        view! {
            <div>
                <dt>{name}</dt>
                <dd lang=lang dir="auto">{text.to_owned()}</dd>
            </div>
        }
        .into_html()
    };
    let lessons = sent.lessons.iter().map(|lesson| {
        view! {
            <dl class="page-facts">
                {part(words.lesson_said, &lesson.said)}
                {part(words.lesson_did, &lesson.did)}
            </dl>
        }
        .into_html()
    });
    let section = view! {
        <section class="page-sheet" aria-labelledby="lessons">
            <h2 id="lessons">{words.lesson_title}</h2>
            {lessons.collect::<Vec<_>>()}
        </section>
    };
    Some(section.into_html())
}
