//! Recipes for websites whose pages aren't written by hand: tag managers, plugins, components.

use leptos::prelude::*;

use super::pieces::Snippet;
use crate::{text::with_code, words::EmbedDocsWords};

/// Component of React around the package.
const REACT: &str = include_str!("../../../packages/embed/examples/react.jsx");

/// Recipes. `by_code` is the code that inserts the tag.
#[component]
pub(super) fn Recipes(words: &'static EmbedDocsWords, by_code: String) -> impl IntoView {
    view! {
        <section class="page-sheet">
            <h2>{words.recipes_title}</h2>
            <h3>"Google Tag Manager"</h3>
            <p>{with_code(words.recipe_tag_manager)}</p>
            <Snippet id="tag-manager" text=by_code />
            <p class="page-note">{with_code(words.recipe_tag_manager_policy)}</p>
            <h3>"WordPress"</h3>
            <p>{with_code(words.recipe_wordpress)}</p>
            <Snippet id="wordpress" text="[sawtak]".to_owned() />
            <p class="page-note">{with_code(words.recipe_wordpress_without)}</p>
            <h3>"React, Vue"</h3>
            <p>{with_code(words.recipe_package)}</p>
            <Snippet id="react" text=REACT.trim_end().to_owned() />
        </section>
    }
}
