//! Editor of the origins whose pages may send to an entity, with the tag that embeds the form and
//! its preview.

use leptos::prelude::*;

use super::{editor::Editor, rows::Fields};
use crate::{
    effects::{language, page},
    route::query::encode,
    words::words,
};

/// Default colour, which the tag omits.
const DEFAULT_COLOUR: &str = "#0b6b5b";

/// Returns the editor: origins, one a line; below them tag and preview.
pub(super) fn form(editor: Editor, version: u32, origins: &[String]) -> AnyView {
    let entity = editor.entity().to_string();
    let fields = view! {
        <label for="origins">{words().origins}</label>
        <p class="hint" id="origins-hint">{words().origins_hint}" "<bdi dir="ltr">"https://www.rta.example"</bdi></p>
        <textarea id="origins" name="origins" dir="ltr" rows="6" aria-describedby="origins-hint" prop:value=origins.join("\n")></textarea>
    };
    let read = |form: &Fields| {
        let text = form.get("origins");
        Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().into())
    };
    view! { {editor.form(version, read, fields.into_any())}<Tag entity /> }.into_any()
}

/// Tag in the chosen colour, to copy and to preview.
#[component]
fn Tag(entity: String) -> impl IntoView {
    let colour = RwSignal::new(DEFAULT_COLOUR.to_owned());
    let origin = page::window().location().origin().unwrap_or_default();
    let entity_id = entity.clone();
    let tag = Memo::new(move |_| {
        let colour = colour.get();
        let colour = if colour == DEFAULT_COLOUR {
            String::new()
        } else {
            format!(" data-colour=\"{colour}\"")
        };
        format!(
            "<script src=\"{origin}/embed.js\" data-entity=\"{entity_id}\"{colour} async></script>"
        )
    });
    let preview = move || {
        format!(
            "/preview?lang={}&entity={entity}&place=beside&colour={}",
            language::current().tag(),
            encode(&colour.get())
        )
    };
    let copied = RwSignal::new("");
    let copy = move |_| {
        page::copy(&tag.get_untracked());
        copied.set(words().copied);
    };
    view! {
        <section class="sheet editor" aria-labelledby="tag-title">
            <h2 id="tag-title">{words().tag_title}</h2>
            <label>{words().colour}<input type="color" prop:value=colour on:change=move |event| colour.set(event_target_value(&event)) /></label>
            <pre class="code" dir="ltr"><code>{tag}</code></pre>
            <p class="tools">
                <button type="button" on:click=copy>{words().copy}</button>
                <span role="status">{copied}</span>
                <a href="/embed">{words().tag_more}</a>
            </p>
            <iframe class="preview" title=words().preview src=preview></iframe>
        </section>
    }
}
