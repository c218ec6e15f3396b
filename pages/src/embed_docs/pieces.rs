//! Pieces that several sections have: code to copy, lists of terms.

use leptos::prelude::*;

use crate::text::with_code;

/// Code to copy. It runs from left to right in every language.
#[component]
pub(super) fn Snippet(id: &'static str, text: String) -> impl IntoView {
    view! {
        <pre class="page-code" dir="ltr" lang="zxx" translate="no"><code id=id>{text}</code></pre>
    }
}

/// Names in code, each with its meaning.
#[component]
pub(super) fn Terms(terms: Vec<(String, &'static str)>) -> impl IntoView {
    let term = |(name, meaning)| {
        view! {
            <dt><bdi dir="ltr"><code>{name}</code></bdi></dt>
            <dd>{with_code(meaning)}</dd>
        }
    };
    view! { <dl class="page-terms">{terms.into_iter().map(term).collect_view()}</dl> }
}
