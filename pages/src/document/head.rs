//! Head of a page: its title, its description, and the same for links that people share.

use form::Language;
use leptos::{attr::custom::custom_attribute, prelude::*};

use crate::{
    document::Context,
    html::{Html, IntoHtml},
    words::Words,
};

/// Properties of a page's head.
pub(crate) struct Meta {
    pub(crate) language: Language,
    title: String,
    description: String,
    /// Address to share, unless our own origin is unknown.
    address: Option<String>,
}

impl Meta {
    /// Takes the page's path without a query. The address to share names the language; a static
    /// page has no base URL and so no such address.
    pub(crate) fn new(
        context: Context<'_>,
        path: &str,
        title: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        let Context { language, base_url } = context;
        Self {
            language,
            title: title.into(),
            description: description.into(),
            address: (!base_url.is_empty())
                .then(|| [base_url, path, "?lang=", language.tag()].concat()),
        }
    }
}

/// `<head>` of a page. Style sheets and scripts are its children.
#[component]
pub(crate) fn Head<C: IntoView + 'static>(meta: Meta, children: TypedChildren<C>) -> impl IntoView {
    head(meta, children.into_inner()().into_html())
}

fn head(meta: Meta, children: Html) -> Html {
    let Meta { language, title, description, address } = meta;
    let words = Words::of(language);
    let shared = [
        ("og:site_name", Some(words.name.to_owned())),
        ("og:type", Some("website".to_owned())),
        ("og:title", Some(title.clone())),
        ("og:description", Some(description.clone())),
        ("og:url", address),
        ("og:locale", Some(words.locale.to_owned())),
    ];
    let shared = shared.into_iter().filter_map(|(name, content)| {
        let content = content?;
        Some(view! { <meta {..custom_attribute("property", name)} content=content /> })
    });
    let title = [&title, " – ", words.name].concat();
    let elements = view! {
        <meta name="description" content=description />
        {shared.collect_view()}
        <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
        {children}
    };
    bare_head(title, elements.into_html())
}

/// Returns the `<head>` of a document that nobody shares, such as a frame's. Style sheets and
/// scripts are its children.
pub(crate) fn bare_head(title: String, children: Html) -> Html {
    view! {
        <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>{title}</title>
            {children}
        </head>
    }
    .into_html()
}
