//! Preview: a page as an entity might have it, with the tag that the documentation shows.

use form::Language;
use leptos::prelude::*;

use super::{
    choice::{Choice, Place},
    snippets,
};
use crate::{
    document::{Context, bare_head},
    html::{Html, IntoHtml, html},
    words::EmbedDocsWords,
};

/// Style sheet of the preview, for the hash in its `Content-Security-Policy`.
pub const PREVIEW_STYLE: &str = include_str!("preview.css");

/// Returns the preview.
pub fn preview(context: Context<'_>, choice: Choice) -> String {
    let Context { language, base_url } = context;
    let tag = Html::new(snippets::tag(&choice, base_url, None));
    let is_marked = choice.place == Place::Marked;
    html(move || view! { <Preview language=language tag=tag is_marked=is_marked /> })
}

/// Lines in place of text, and a happiness meter for a box that stands beside one.
#[component]
fn Preview(language: Language, tag: Html, is_marked: bool) -> impl IntoView {
    let title = EmbedDocsWords::of(language).preview_page;
    let (in_head, at_end) = if is_marked { (None, Some(tag)) } else { (Some(tag), None) };
    let elements = view! {
        <style inner_html=PREVIEW_STYLE></style>
        {in_head}
    };
    let head = bare_head(title.to_owned(), elements.into_html());
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() dir=language.dir()>
            {head}
            <body>
                <h1>{title}</h1>
                <div aria-hidden="true"><p></p><p></p><p></p></div>
                <div id="happiness-meter" aria-hidden="true"><i></i><i></i><i></i></div>
                {at_end}
            </body>
        </html>
    }
}
