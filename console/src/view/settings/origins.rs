//! Editor of the origins whose pages may send to an entity, with the tags that embed the form.

use leptos::prelude::*;

use super::{editor::Editor, rows::Fields, tag::Tags};
use crate::words::{self, words};

/// Returns the editor: origins, one a line; below them tags and preview.
pub(super) fn form(editor: Editor, version: u32, origins: &[String]) -> AnyView {
    let entity = editor.entity().to_string();
    let fields = view! {
        <label for="origins">{words().origins}</label>
        <p class="hint" id="origins-hint">{words::settings().origins_hint}" "<bdi dir="ltr">"https://www.rta.example"</bdi></p>
        <textarea id="origins" name="origins" dir="ltr" rows="6" aria-describedby="origins-hint" prop:value=origins.join("\n")></textarea>
    };
    let read = |form: &Fields| {
        let text = form.get("origins");
        Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().into())
    };
    view! { {editor.form(version, read, fields.into_any())}<Tags entity /> }.into_any()
}
