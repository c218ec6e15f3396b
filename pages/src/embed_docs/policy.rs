//! Content security policy under which the box works, and nothing more.

use leptos::prelude::*;

use super::{
    pieces::{Snippet, Terms},
    snippets,
};
use crate::{text::with_code, words::EmbedDocsWords};

/// Returns the sources that the form needs, one by one: the loader and the widget, its Wasm, its
/// requests, recordings to listen to, and the worker that computes a proof of work.
fn sources(edge: &str) -> [String; 5] {
    [
        ["script-src ", edge].concat(),
        "script-src 'wasm-unsafe-eval'".to_owned(),
        ["connect-src ", edge].concat(),
        "media-src blob:".to_owned(),
        "worker-src blob:".to_owned(),
    ]
}

/// Returns the same sources as lines of a `Content-Security-Policy`.
pub fn policy_lines(edge: &str) -> String {
    let script = ["script-src ", edge, " 'wasm-unsafe-eval';"].concat();
    let connect = ["connect-src ", edge, ";"].concat();
    [&script, &connect, "media-src blob:;", "worker-src blob:;"].join("\n")
}

/// Returns the header that lets the page, and our frame in it, use microphone, camera and position.
fn permissions(edge: &str) -> String {
    let features = ["microphone", "camera", "geolocation"];
    let of = |name| [name, "=(self \"", edge, "\")"].concat();
    ["Permissions-Policy: ", &features.map(of).join(",\n  ")].concat()
}

/// Headers that a website has to change, and the consequences of each missing source.
#[component]
pub(super) fn PolicySection(
    words: &'static EmbedDocsWords,
    edge: String,
    entity: String,
) -> impl IntoView {
    let [script, wasm, connect, media, worker] = sources(&edge);
    let without = [
        (script, words.without_script),
        (wasm, words.without_wasm),
        (connect, words.without_connect),
        (media, words.without_media),
        (worker, words.without_worker),
        (["frame-src ", &edge].concat(), words.without_frame),
    ];
    view! {
        <section class="page-sheet">
            <h2>{words.policy_title}</h2>
            <p>{words.policy_intro}</p>
            <Snippet id="policy" text=policy_lines(&edge) />
            <h3>{words.policy_without}</h3>
            <Terms terms=without.into() />
            <p>{with_code(words.policy_nothing)}</p>
            <h3>"Permissions-Policy"</h3>
            <p>{words.permissions}</p>
            <Snippet id="permissions" text=permissions(&edge) />
            <h3>{words.link_title}</h3>
            <p>{words.link}</p>
            <Snippet id="link" text=snippets::link(&edge, &entity) />
        </section>
    }
}
