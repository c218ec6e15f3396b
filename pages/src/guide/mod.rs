//! Unified guide, in Arabic and English: the version in force, each earlier one, and the promises
//! of each entity. It needs no script, and prints.

mod changes;
mod indicators;
mod kept;
mod lines;
mod own;

use domain::{
    guide::{Article, Edition},
    wire::{DirectoryEntity, ReleasedFigures},
};
use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::{Html, IntoHtml, html},
    text::{LocalDay, Name},
    words::{GuideWords, Words},
};
use kept::Kept;
pub use own::own_page;

const LANGUAGES: [Language; 2] = [Language::Ar, Language::En];

/// Entity to which proposals to change the guide are sent: the platform's own team.
const TEAM: &str = "sawtak";

/// Returns the language of the guide for a reader of `language`: Arabic or English.
pub fn language(language: Language) -> Language {
    if language == Language::Ar { Language::Ar } else { Language::En }
}

/// Data of the guide's page.
pub struct Guide<'a> {
    /// All versions, the latest first. The first is in force.
    pub editions: &'a [&'a Edition],
    /// Version to show.
    pub edition: &'a Edition,
    /// Entities with promises to show.
    pub entities: Vec<DirectoryEntity>,
    /// Path of the page.
    pub path: &'a str,
    /// Latest release, whose figures show how the guide is kept.
    pub released: Option<&'a ReleasedFigures>,
}

/// Returns the page of a version.
pub fn page(context: Context<'_>, guide: Guide<'_>) -> String {
    let language = context.language;
    let (words, common) = (GuideWords::of(language), context.words());
    let Guide { editions, edition, entities, path, released } = guide;
    let kept = released.and_then(Kept::of);
    let meta = Meta::new(context, path, words.title, words.lead);
    let switch = Switch::Links { address: [path, "?"].concat(), languages: &LANGUAGES };
    let before = editions.iter().find(|other| other.version < edition.version);
    let current = editions.first().filter(|current| current.version != edition.version);
    let newer = current.map(|current| {
        let text = words.not_in_force.replace("{version}", &current.version.to_string());
        view! { <p class="page-sheet page-alarm"><a href=address("", language)>{text}</a></p> }
    });
    let articles =
        edition.articles.iter().map(|article| view_of(language, edition, article, kept.as_ref()));
    let articles = articles.collect::<Vec<_>>();
    let parts = [
        changes::section(language, before.copied(), edition),
        versions(language, words, (editions, edition), common),
        of_entities(language, words, entities),
    ];
    let lead = [words.lead, " ", &dated(words.in_force, edition, common)].concat();
    let contents = contents(language, words, edition);
    html(move || {
        view! {
            <Page frame=Frame::new(meta).with_switch(switch)>
                <h1>{words.title}</h1>
                <p class="page-lead">{lead}</p>
                {newer}
                {contents}
                {articles}
                {parts.into_iter().collect::<Vec<_>>()}
            </Page>
        }
    })
}

/// Returns the address of a page of the guide in a language.
fn address(part: &str, language: Language) -> String {
    let slash = if part.is_empty() { "" } else { "/" };
    ["/guide", slash, part, "?lang=", language.tag()].concat()
}

fn dated(text: &str, edition: &Edition, common: &Words) -> String {
    let day = LocalDay::of(edition.effective_from, common);
    text.replace("{version}", &edition.version.to_string()).replace("{date}", &day.words)
}

fn contents(language: Language, words: &'static GuideWords, edition: &Edition) -> Html {
    let links = edition.articles.iter().map(|article| {
        let (href, title) = (["#", &article.id].concat(), title(language, article));
        view! { <li><a href=href>{title}</a></li> }
    });
    let proposal = ["/f/", TEAM, "?service=guide&lang=", language.tag()].concat();
    view! {
        <nav class="page-sheet page-contents" aria-labelledby="contents">
            <h2 id="contents">{words.contents}</h2>
            <ul class="page-columns">{links.collect_view()}</ul>
            <p><a href="#what-changed">{words.changed_title}</a></p>
            <p><a href=proposal>{words.propose}</a></p>
        </nav>
    }
    .into_html()
}

/// Returns an article, whose id is the fragment that leads to it. The catalogue of indicators
/// belongs to the article of that name.
fn view_of(
    language: Language,
    edition: &Edition,
    article: &Article,
    values: Option<&Kept<'_>>,
) -> Html {
    let text = lines::html_of(article.text.for_reader(language.tag()).0);
    let kept = indicators::of_article(language, edition, article, values);
    let catalogue =
        (article.id == "indicators").then(|| indicators::list(language, edition, values));
    view! {
        <section class="page-sheet" id=article.id.clone()>
            <h2>{title(language, article)}</h2>
            {text}
            {kept}
            {catalogue}
        </section>
    }
    .into_html()
}

fn title(language: Language, article: &Article) -> String {
    article.title.for_reader(language.tag()).0.to_owned()
}

fn versions(
    language: Language,
    words: &'static GuideWords,
    (editions, shown): (&[&Edition], &Edition),
    common: &Words,
) -> Html {
    let links = editions.iter().map(|edition| {
        let href = address(&edition.version.to_string(), language);
        view! { <li><a href=href>{dated(words.version, edition, common)}</a></li> }
    });
    let data = ["/guide/", &shown.version.to_string(), ".json"].concat();
    view! {
        <section class="page-sheet page-closed">
            <h2>{words.versions}</h2>
            <ul class="page-ways">{links.collect_view()}</ul>
            <p><a href=data>{words.data}</a></p>
        </section>
    }
    .into_html()
}

fn of_entities(
    language: Language,
    words: &'static GuideWords,
    entities: Vec<DirectoryEntity>,
) -> Html {
    let links = entities.into_iter().map(|entity| {
        let href = address(&entity.id, language);
        view! { <li><a href=href><Name name=entity.name language=language /></a></li> }
    });
    view! {
        <section class="page-sheet page-closed">
            <h2>{words.entities}</h2>
            <ul class="page-ways">{links.collect_view()}</ul>
        </section>
    }
    .into_html()
}

#[cfg(test)]
mod tests;
