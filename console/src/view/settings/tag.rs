//! Tag that embeds the form, in the chosen colour, to copy and to preview: of the loader that is
//! renewed by itself, and of the present version with its hash.

use domain::wire::console::PinnedLoader;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::{api, language, page},
    route::query::encode,
    words::{self, words},
};

/// Default colour, which the tag omits.
const DEFAULT_COLOUR: &str = "#0b6b5b";

/// Both tags, and the preview.
#[component]
pub(super) fn Tags(entity: String) -> impl IntoView {
    let colour = RwSignal::new(DEFAULT_COLOUR.to_owned());
    let origin = page::window().location().origin().unwrap_or_default();
    let pinned = RwSignal::new(None::<PinnedLoader>);
    spawn_local(async move {
        // Without it, the usual tag is there all the same.
        pinned.try_set(api::get("api/loader").await.ok());
    });
    let attributes = {
        let entity = entity.clone();
        Memo::new(move |_| attributes(&entity, &colour.get()))
    };
    let usual = {
        let origin = origin.clone();
        Memo::new(move |_| tag(&[&origin, "/embed.js"].concat(), "", &attributes.get()))
    };
    let version = Memo::new(move |_| {
        let PinnedLoader { path, integrity } = pinned.get()?;
        let integrity = format!(" integrity=\"{integrity}\" crossorigin=\"anonymous\"");
        Some(tag(&[&*origin, &path].concat(), &integrity, &attributes.get()))
    });
    let preview = move || {
        format!(
            "/preview?lang={}&entity={entity}&place=beside&colour={}",
            language::current().tag(),
            encode(&colour.get())
        )
    };
    let is_there = Memo::new(move |_| version.with(Option::is_some));
    view! {
        <section class="sheet editor" aria-labelledby="tag-title">
            <h2 id="tag-title">{words::settings().tag_title}</h2>
            <label>{words::settings().colour}<input type="color" prop:value=colour on:change=move |event| colour.set(event_target_value(&event)) /></label>
            <Code code=Signal::derive(move || usual.get()) />
            {move || is_there.get().then(|| view! {
                <h3>{words::settings().tag_version}</h3>
                <p class="hint">{words::settings().tag_version_hint}</p>
                <Code code=Signal::derive(move || version.get().unwrap_or_default()) />
            })}
            <p><a href="/embed">{words::settings().tag_more}</a></p>
            <iframe class="preview" title=words().preview src=preview></iframe>
        </section>
    }
}

/// Source text with a button that copies it.
#[component]
fn Code(code: Signal<String>) -> impl IntoView {
    let copied = RwSignal::new("");
    let copy = move |_| {
        page::copy(&code.get_untracked());
        copied.set(words::settings().copied);
    };
    view! {
        <pre class="code" dir="ltr"><code>{code}</code></pre>
        <p class="tools">
            <button type="button" on:click=copy>{words::settings().copy}</button>
            <span role="status">{copied}</span>
        </p>
    }
}

/// Returns the attributes of the tag that say what was chosen.
fn attributes(entity: &str, colour: &str) -> String {
    let colour =
        if colour == DEFAULT_COLOUR { String::new() } else { format!(" data-colour=\"{colour}\"") };
    format!(" data-entity=\"{entity}\"{colour}")
}

fn tag(address: &str, integrity: &str, attributes: &str) -> String {
    format!("<script src=\"{address}\"{integrity}{attributes} async></script>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tags_say_what_was_chosen() {
        let chosen = attributes("rta", "#123456");
        let usual =
            "<script src=\"/embed.js\" data-entity=\"rta\" data-colour=\"#123456\" async></script>";
        assert_eq!(tag("/embed.js", "", &chosen), usual);
        assert_eq!(attributes("rta", DEFAULT_COLOUR), " data-entity=\"rta\"");
        let pinned = tag("/v/embed.js", " integrity=\"sha384-x\"", &chosen);
        assert!(
            pinned.starts_with("<script src=\"/v/embed.js\" integrity=\"sha384-x\" data-"),
            "{pinned}"
        );
    }
}
