//! Documentation for web teams, who put the box onto their website. It speaks Arabic and English.
//!
//! The choice is in the page's address, so the page works without a script; its script only saves
//! the waiting.

mod choice;
mod choice_form;
mod pieces;
mod policy;
mod policy_check;
mod preview;
mod recipes;
mod snippets;

use domain::wire::DirectoryEntity;
use form::Language;
use leptos::prelude::*;

use crate::{
    document::{Context, Frame, Meta, Page, Switch},
    html::html,
    text::with_code,
    words::EmbedDocsWords,
};
pub use choice::{Choice, ChoiceQuery};
use choice_form::ChoiceForm;
use pieces::{Snippet, Terms};
use policy::PolicySection;
pub use policy::policy_lines;
use policy_check::PolicyCheck;
pub use preview::{PREVIEW_STYLE, preview};
use recipes::Recipes;
pub use snippets::Pinned;

const LANGUAGES: [Language; 2] = [Language::Ar, Language::En];

/// Returns the language of the documentation for a reader of `language`: Arabic or English.
pub fn language(language: Language) -> Language {
    if language == Language::Ar { Language::Ar } else { Language::En }
}

/// Data of the documentation.
pub struct EmbedDocs<'a> {
    /// Chosen properties of the box.
    pub choice: Choice,
    /// All entities, to choose from.
    pub entities: Vec<DirectoryEntity>,
    /// Present version of the loader.
    pub pinned: Pinned<'a>,
    /// Query of the page's address.
    pub query: Option<&'a str>,
    /// Content-Security-Policy to check, as it was pasted; empty for none.
    pub pasted: String,
}

/// Returns the documentation.
pub fn page(context: Context<'_>, docs: EmbedDocs<'_>) -> String {
    let Context { language, base_url } = context;
    let words = EmbedDocsWords::of(language);
    let EmbedDocs { choice, entities, pinned, query, pasted } = docs;
    let address = Switch::address("/embed", query);
    let meta = Meta::new(context, "/embed", words.title, words.lead);
    let frame = Frame::new(meta)
        .with_switch(Switch::Links { address, languages: &LANGUAGES })
        .with_script("/embedding.js");
    let preview = ["/preview?", &choice.query(language)].concat();
    let tag = snippets::tag(&choice, base_url, None);
    let pinned = snippets::tag(&choice, base_url, Some(pinned));
    let by_code = snippets::by_code(&choice, base_url);
    let (edge, entity) = (base_url.to_owned(), choice.entity.clone());
    html(move || {
        view! {
            <Page frame=frame>
                <h1>{words.title}</h1>
                <p class="page-lead">{words.lead}</p>
                <ChoiceForm words=words language=language choice=choice entities=entities />
                <PreviewSection words=words address=preview />
                <TagSection words=words tag=tag pinned=pinned />
                <PolicySection words=words edge=edge.clone() entity=entity />
                <PolicyCheck words=words edge=edge pasted=pasted />
                <Recipes words=words by_code=by_code />
                <CodeSections words=words />
            </Page>
        }
    })
}

#[component]
fn PreviewSection(words: &'static EmbedDocsWords, address: String) -> impl IntoView {
    view! {
        <section class="page-sheet">
            <h2>{words.preview_title}</h2>
            <iframe
                class="page-preview"
                id="preview"
                title=words.preview_title
                src=address
                allow="microphone; camera"
            ></iframe>
            <p class="page-note">{words.preview_note}</p>
        </section>
    }
}

#[component]
fn TagSection(words: &'static EmbedDocsWords, tag: String, pinned: String) -> impl IntoView {
    view! {
        <section class="page-sheet">
            <h2>{words.tag_title}</h2>
            <p>{words.tag_place}</p>
            <Snippet id="tag" text=tag />
            <p>
                <button type="button" class="page-button" id="copy" data-copied=words.copied hidden>
                    {words.copy}
                </button>
                " "
                <span role="status" id="copied"></span>
            </p>
            <p>{with_code(words.register)}</p>
            <p class="page-note">{with_code(words.tag_integrity)}</p>
            <Snippet id="pinned" text=pinned />
            <p>{with_code(words.room)}</p>
            <Snippet id="room" text=snippets::ROOM.to_owned() />
        </section>
    }
}

/// Interface for a website's own code: calls, events, attributes, parts.
#[component]
fn CodeSections(words: &'static EmbedDocsWords) -> impl IntoView {
    let events = [
        ("sawtak:ready", words.event_ready),
        ("sawtak:opened", words.event_opened),
        ("sawtak:submitted", words.event_submitted),
        ("sawtak:closed", words.event_closed),
    ];
    let attributes = [
        ("data-service", words.attribute_service),
        ("data-beside", words.attribute_beside),
        ("data-lang", words.attribute_lang),
        ("data-mood", words.attribute_mood),
        ("data-theme", words.attribute_theme),
        ("data-colour", words.attribute_colour),
        ("data-test", words.attribute_test),
    ];
    let owned = |(name, meaning): (&str, _)| (name.to_owned(), meaning);
    view! {
        <section class="page-sheet">
            <h2>{words.code_title}</h2>
            <p>{with_code(words.code_intro)}</p>
            <Snippet id="code" text=snippets::EXAMPLE.trim_end().to_owned() />
            <Terms terms=events.map(owned).into() />
        </section>
        <section class="page-sheet">
            <h2>{words.attributes_title}</h2>
            <Terms terms=attributes.map(owned).into() />
        </section>
        <section class="page-sheet">
            <h2>{words.parts_title}</h2>
            <p>{words.parts_intro}</p>
            <Snippet id="parts" text=snippets::PARTS.to_owned() />
        </section>
    }
}

#[cfg(test)]
mod tests;
