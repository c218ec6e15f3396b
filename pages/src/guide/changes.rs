//! Changes between two versions of the guide.

use domain::guide::{self, ArticleChange, Edition, Line};
use form::Language;
use leptos::prelude::*;

use crate::{
    html::{Html, IntoHtml},
    words::GuideWords,
};

/// Returns the section on what changed since the version before; the first version says that it is
/// the first.
pub(super) fn section(language: Language, before: Option<&Edition>, edition: &Edition) -> Html {
    let words = GuideWords::of(language);
    let content = match before {
        None => view! { <p>{words.changed_first}</p> }.into_html(),
        Some(before) => {
            let since = words.changed_since.replace("{version}", &before.version.to_string());
            let changes = guide::between(before, edition);
            let articles = changes.iter().map(|change| article(language, words, change));
            view! { <p>{since}</p> {articles.collect::<Vec<_>>()} }.into_html()
        }
    };
    view! {
        <section class="page-sheet" id="what-changed">
            <h2>{words.changed_title}</h2>
            {content}
        </section>
    }
    .into_html()
}

fn article(language: Language, words: &'static GuideWords, change: &ArticleChange<'_>) -> Html {
    let title = change.article().map(|article| article.title.for_reader(language.tag()).0);
    let title = title.unwrap_or_default().to_owned();
    let mark = match (change.before, change.after) {
        (None, _) => Some(words.changed_added),
        (_, None) => Some(words.changed_removed),
        _ => None,
    };
    let mark = mark.map(|mark| view! { <p class="page-note">{mark}</p> });
    let constants = change.constants().into_iter().map(|constant| {
        let value = |value: Option<u32>| {
            value.map_or_else(|| words.changed_none.to_owned(), |value| value.to_string())
        };
        let text = words
            .changed_constant
            .replace("{after}", &value(constant.after))
            .replace("{before}", &value(constant.before))
            .replace("{name}", constant.name);
        view! { <li>{text}</li> }
    });
    let constants = constants.collect_view();
    let lines = change.lines(language.tag()).into_iter().map(|line| match line {
        Line::Removed(text) => {
            let text = text.to_owned();
            view! { <p><span class="page-note">{words.line_removed}</span> " " <del>{text}</del></p> }
                .into_html()
        }
        Line::Added(text) => {
            let text = text.to_owned();
            view! { <p><span class="page-note">{words.line_added}</span> " " <ins>{text}</ins></p> }
                .into_html()
        }
    });
    view! {
        <h3>{title}</h3>
        {mark}
        <ul>{constants}</ul>
        {lines.collect::<Vec<_>>()}
    }
    .into_html()
}
