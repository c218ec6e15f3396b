//! The customer's message, and the companion of a complaint that came with a suggestion.

use domain::wire::console::Companion;
use leptos::prelude::*;

use super::{Desk, attachment::Attachments};
use crate::{
    route,
    view::shared::highlight::Highlight,
    words::{self, words},
};

/// The message. A change of signed links alone doesn't redraw it, so a recording keeps playing.
#[component]
pub(super) fn Message(desk: Desk) -> impl IntoView {
    let is = Memo::new(move |_| {
        desk.of(|case| {
            let files = case
                .attachments
                .iter()
                .map(|each| (each.file.id.clone(), each.transcript.clone()))
                .collect::<Vec<_>>();
            (files, case.marks.clone(), case.is_erased)
        })
    });
    view! {
        <section class="sheet" aria-labelledby="said-title">
            <h2 id="said-title">{words::case().said_title}</h2>
            {move || {
                // A read tracks the memo; an unread memo triggers nothing.
                is.get();
                desk.case.get_untracked().map(|case| {
                    let text = match () {
                        () if case.is_erased => view! { <p class="hint">{words().erased}</p> }.into_any(),
                        () if case.text.is_empty() => view! { <p class="hint">{words().no_text}</p> }.into_any(),
                        () => view! { <Highlight text=case.text marks=case.marks language=case.language /> }.into_any(),
                    };
                    view! {
                        {text}
                        <Attachments desk files=case.attachments />
                        {case.companion.map(companion)}
                    }
                })
            }}
        </section>
    }
}

fn companion(Companion { reference, kind, stage, text }: Companion) -> impl IntoView {
    view! {
        <div class="companion">
            <h3>{words::case().companion}</h3>
            <p>
                <a href=route::case(reference)>{words::kind(kind)}" "<bdi dir="ltr">{reference.to_string()}</bdi></a>
                " · "{words::stage(stage)}
            </p>
            {text.map(|text| view! { <p class="said" dir="auto">{text}</p> })}
        </div>
    }
}
