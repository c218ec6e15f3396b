//! It has been received: the reference number, large, and what comes next.

use domain::wire::Acknowledgement;
use form::Language;
use leptos::{html, prelude::*, task::spawn_local};

use crate::effects::{clock, save};

/// The end of the story for the visitor.
#[component]
pub fn Done(acknowledgement: Acknowledgement<String>, language: Language) -> impl IntoView {
    let words = language.words();
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            request_animation_frame(move || {
                let _ = heading.focus();
            });
        }
    });
    let due = |at: String| {
        let shown = clock::show_moment(&at, language);
        view! { <dd><time datetime=at>{shown}</time></dd> }
    };
    let reference = acknowledgement.reference.to_string();
    // The page of the participation goes on in the language of the form.
    let page = format!("?lang={}#", language.tag());
    let acknowledgement = Acknowledgement { tracking_url: acknowledgement.tracking_url.replace('#', &page), ..acknowledgement };
    let suggestion = acknowledgement.suggestion_reference.map(|suggestion| {
        view! { <p>{words.done_suggestion}" "<bdi class="number">{suggestion.to_string()}</bdi></p> }
    });
    view! {
        <section class="sawtak done" lang=language.tag() dir=language.dir()>
            <svg class="seal" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22" /><path d="M14 25l7 7 13-15" /></svg>
            <h2 tabindex="-1" node_ref=heading>{words.done_title}</h2>
            <p class="label" id="reference-label">{words.done_reference}</p>
            <p class="reference" part="reference" dir="ltr" aria-labelledby="reference-label reference" id="reference">{reference.clone()}</p>
            <Keep acknowledgement=acknowledgement.clone() language=language />
            {suggestion}
            <dl class="due">
                <div><dt>{words.done_due}</dt>{due(acknowledgement.first_response_due.clone())}</div>
                <div><dt>{words.done_resolution}</dt>{due(acknowledgement.resolution_due)}</div>
            </dl>
            <p class="hint">{words.done_keep}</p>
            <p><a class="primary" part="track" href=acknowledgement.tracking_url target="_blank" rel="noopener">{words.done_follow}</a></p>
        </section>
    }
}

/// Copy, save, print.
#[component]
fn Keep(acknowledgement: Acknowledgement<String>, language: Language) -> impl IntoView {
    let words = language.words();
    let copied = RwSignal::new(false);
    let Acknowledgement { reference, tracking_url, first_response_due, .. } = acknowledgement;
    let text = format!(
        "{}: {reference}\n{}: {tracking_url}\n{}: {}\n",
        words.done_reference,
        words.done_follow,
        words.done_due,
        clock::show_moment(&first_response_due, language)
    );
    let copy = {
        let text = text.clone();
        move |_| {
            let text = text.clone();
            spawn_local(async move { copied.set(save::copy(&text).await) });
        }
    };
    let file = move |_| {
        save::save(&format!("{reference}.txt"), &text);
    };
    let print = move |_| save::open(&tracking_url);
    view! {
        <div class="keep">
            <button type="button" on:click=copy>{words.done_copy}</button>
            <button type="button" on:click=file>{words.done_save}</button>
            <button type="button" on:click=print>{words.done_print}</button>
            <span role="status">{move || copied.get().then_some(words.done_copied)}</span>
        </div>
    }
}
