//! Acknowledgement: the reference number, large; by when there is an answer, how its author will be
//! told, what to keep, and what this device keeps.

use domain::wire::Acknowledgement;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    Phrase,
    guide::{
        browser::{clock, save},
        parts::{button::Button, seal::Seal},
        reactive::{content, handler},
        session::Session,
        words::Words,
    },
    ids,
};

/// Acknowledgement of a submission, mounted once the edge has answered.
#[component]
pub(crate) fn Done(
    session: Session,
    words: Words,
    acknowledgement: Acknowledgement<String>,
) -> impl IntoView {
    let reference = acknowledgement.reference.to_string();
    let copied = RwSignal::new(None::<Phrase>);
    let status = content(move || copied.get().map(|phrase| words.say(phrase)).unwrap_or_default());
    let shown = |at: &str| clock::show_moment(&at.into(), &words.language());
    let first_due = shown(&acknowledgement.first_response_due);
    let full_due = shown(&acknowledgement.resolution_due);
    let track = tracking_address(&acknowledgement, words, "");
    let lines = [
        (Phrase::DoneReference, &reference),
        (Phrase::DoneFollow, &track),
        (Phrase::DoneDue, &first_due),
    ];
    let note: String = lines
        .into_iter()
        .map(|(label, value)| [&words.say(label), ": ", value, "\n"].concat())
        .collect();
    let copy = {
        let note = note.clone();
        move || {
            let note = note.clone();
            spawn_local(async move {
                let is_copied = save::copy(&note).await;
                copied.set(Some(if is_copied { Phrase::DoneCopied } else { Phrase::DoneUncopied }));
            });
        }
    };
    let save = {
        let name = [&reference, ".txt"].concat();
        move || _ = save::save(&name, &note)
    };
    let print = {
        let address = tracking_address(&acknowledgement, words, "&print=1");
        move || save::open(&address)
    };
    let has_address = session.page().entered().has_address();
    let told = words.say(if has_address { Phrase::DoneTold } else { Phrase::DoneUntold });
    let is_kept = session.outbox.with_untracked(|all| all.iter().any(|one| one.key == reference));
    let mut keep = words.say(Phrase::DoneKeep);
    // The page may keep something too on the device of the sender.
    let mut followed = track;
    if is_kept {
        followed = tracking_address(&acknowledgement, words, "&mine=1");
        keep = [&keep, " ", &words.say(Phrase::MineKept)].concat();
    }
    let paired = acknowledgement.suggestion_reference.map(|suggestion| {
        view! {
            <p>{words.say(Phrase::DoneSuggestion)}" "<bdi class="number" id=ids::PAIRED>{suggestion.to_string()}</bdi></p>
        }
    });
    view! {
        <section class="done" id=ids::DONE data-of=ids::DONE>
            <Seal sign="M14 25l7 7 13-15" />
            <h2 tabindex="-1">{words.say(Phrase::DoneTitle)}</h2>
        <p class="label" id="reference-label">{words.say(Phrase::DoneReference)}</p>
        <p class="reference" dir="ltr">
            <span part="reference" id=ids::REFERENCE aria-hidden="true">{reference.clone()}</span>
            <span class="unseen" id=ids::DIGITS>{spelled(&reference)}</span>
        </p>
        <div class="keep">
            <Button part="copy" id=ids::COPY label=words.say(Phrase::DoneCopy) act=handler(copy) />
            <span role="status" id=ids::COPIED prop:textContent=status></span>
        </div>
        {paired}
        <dl class="due">
            {due(words.say(Phrase::DoneDue), ids::FIRST_DUE, first_due, acknowledgement.first_response_due)}
            {due(words.say(Phrase::DoneResolution), ids::FULL_DUE, full_due, acknowledgement.resolution_due)}
        </dl>
        <p>{told}</p>
        <p>
            <a class="primary" part="track" id=ids::TRACK target="_blank" rel="noopener" href=followed>
                {words.say(Phrase::DoneFollow)}
            </a>
        </p>
        <p class="hint">{keep}</p>
        <div class="keep">
            <Button id=ids::SAVE label=words.say(Phrase::DoneSave) act=handler(save) />
            <Button part="print" id=ids::PRINT label=words.say(Phrase::DonePrint) act=handler(print) />
        </div>
        </section>
    }
}

/// One date that is due.
fn due(label: String, id: &'static str, shown: String, at: String) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd><time id=id datetime=at>{shown}</time></dd>
        </div>
    }
}

/// Returns a reference number as it is read aloud, digit by digit.
pub(crate) fn spelled(reference: &str) -> String {
    reference.chars().flat_map(|digit| [if digit == '-' { ',' } else { digit }, ' ']).collect()
}

/// Returns the address of the participation's page in the language of the form. `parameters` are
/// added to its query.
fn tracking_address(
    acknowledgement: &Acknowledgement<String>,
    words: Words,
    parameters: &str,
) -> String {
    let address = acknowledgement.tracking_url.as_str();
    let (page, key) = address.split_once('#').unwrap_or((address, ""));
    [page, "?lang=", &words.language(), parameters, "#", key].concat()
}
