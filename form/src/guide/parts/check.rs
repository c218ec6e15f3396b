//! Summary of the answers before sending, each with a button back to its question.

use domain::intake::kind::Kind;
use leptos::prelude::*;

use crate::{
    Entered, Phrase, Step,
    guide::{
        reactive::{flag, handler, optional, text},
        session::Session,
        words::Words,
    },
    ids,
};

/// List of the answers, which the last question shows.
#[component]
pub(crate) fn Check(session: Session, words: Words) -> impl IntoView {
    // Fields aren't signals, so they are read each time this question shows.
    let entered = move || {
        if session.step.get() == Step::Check {
            session.page().entered()
        } else {
            Entered::default()
        }
    };
    let service = move || {
        (session.step.get() == Step::Check).then(|| session.page().service_name()).flatten()
    };
    let nothing_if_empty = move |answer: String| {
        if answer.trim().is_empty() { words.say(Phrase::CheckNothingWritten) } else { answer }
    };
    let kind =
        text(move || entered().kind.map(|kind| words.say(name_of(kind))).unwrap_or_default());
    let written = text(move || nothing_if_empty(entered().text));
    let remedy = text(move || nothing_if_empty(entered().remedy().unwrap_or_default()));
    let no_remedy = flag(move || entered().kind != Some(Kind::Complaint));
    let no_service = flag(move || service().is_none());
    let service_name = text(move || service().unwrap_or_default().0);
    let service_language = optional(move || service().unwrap_or_default().1);
    let names = move || {
        session.attachments.items.with(|items| {
            items
                .iter()
                .map(|item| view! { <li dir="auto">{item.name.clone()}</li> })
                .collect::<Vec<_>>()
        })
    };
    let no_names = flag(move || session.attachments.items.with(Vec::is_empty));
    let change = move |what: Phrase, step: Step| {
        let change = words.say(Phrase::CheckChange);
        let label = [&change, " – ", &words.say(what)].concat();
        view! {
            <button
                type="button"
                class="link"
                data-go=step.name()
                aria-label=label
                on:click=handler(move || session.go_to(step))
            >
                {change}
            </button>
        }
    };
    view! {
        <dl class="summary">
            <div>
                <dt>{words.say(Phrase::CheckKind)}</dt>
                <dd><span id=ids::CHECK_KIND>{kind}</span>{change(Phrase::CheckKind, Step::Kind)}</dd>
            </div>
            <div>
                <dt>{words.say(Phrase::CheckText)}</dt>
                <dd>
                    <span dir="auto" class="said" id=ids::CHECK_TEXT>{written}</span>
                    {change(Phrase::CheckText, Step::Say)}
                </dd>
            </div>
            <div hidden=no_names>
                <dt>{words.say(Phrase::CheckAttachments)}</dt>
                <dd><ul id=ids::CHECK_ATTACHMENTS>{names}</ul>{change(Phrase::CheckAttachments, Step::Say)}</dd>
            </div>
            <div hidden=no_remedy>
                <dt>{words.say(Phrase::KindSuggestion)}</dt>
                <dd>
                    <span dir="auto" class="said" id=ids::CHECK_REMEDY>{remedy}</span>
                    {change(Phrase::KindSuggestion, Step::Remedy)}
                </dd>
            </div>
            <div hidden=no_service>
                <dt>{words.say(Phrase::Service)}</dt>
                <dd>
                    <span id=ids::CHECK_SERVICE lang=service_language>{service_name}</span>
                    {change(Phrase::Service, Step::Service)}
                </dd>
            </div>
        </dl>
    }
}

/// Returns the phrase that names a kind.
const fn name_of(kind: Kind) -> Phrase {
    match kind {
        Kind::Suggestion => Phrase::KindSuggestion,
        Kind::Observation => Phrase::KindObservation,
        Kind::Complaint => Phrase::KindComplaint,
    }
}
