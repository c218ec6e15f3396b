//! Summary of what will be sent, each answer with a way back to where it was given.

use domain::intake::kind::Kind;
use leptos::{either::Either, prelude::*};

use crate::{
    Phrase, Step,
    guide::{parts::button::Button, reactive::handler, session::Session, words::Words},
    ids,
};

/// One answer of the summary.
struct Answer {
    label: Phrase,
    /// Question where it was given.
    step: Step,
    id: &'static str,
    /// Text of the answer, or the names of the attachments.
    content: Either<String, Vec<String>>,
    /// BCP 47 tag, where the answer is in a language of its own.
    language: Option<String>,
}

/// List of the answers, which the last question shows.
#[component]
pub(crate) fn Check(session: Session, words: Words) -> impl IntoView {
    let rows = move || {
        let answers = answers(session, words);
        answers.into_iter().map(|answer| row(session, words, answer)).collect::<Vec<_>>()
    };
    view! { <dl class="summary">{rows}</dl> }
}

/// Returns the answers once the visitor is at the last question; before, none. The fields aren't
/// signals: they are read on arrival.
fn answers(session: Session, words: Words) -> Vec<Answer> {
    let names: Vec<String> = session
        .attachments
        .items
        .with(|items| items.iter().map(|item| item.name.clone()).collect());
    if session.step.get() != Step::Check {
        return Vec::new();
    }
    let page = session.page();
    let entered = page.entered();
    let written = |text: String| {
        let is_empty = text.trim().is_empty();
        Either::Left(if is_empty { words.say(Phrase::CheckNothingWritten) } else { text })
    };
    let answer = |label, step, id, content| Answer { label, step, id, content, language: None };
    let kind = entered.kind.map(|kind| words.say(name_of(kind))).unwrap_or_default();
    let mut answers = vec![
        answer(Phrase::CheckKind, Step::Kind, ids::CHECK_KIND, Either::Left(kind)),
        answer(Phrase::CheckText, Step::Say, ids::CHECK_TEXT, written(entered.text.clone())),
    ];
    if !names.is_empty() {
        let names = Either::Right(names);
        answers.push(answer(Phrase::CheckAttachments, Step::Say, ids::CHECK_ATTACHMENTS, names));
    }
    if entered.kind == Some(Kind::Complaint) {
        let remedy = written(entered.remedy().unwrap_or_default());
        answers.push(answer(Phrase::KindSuggestion, Step::Remedy, ids::CHECK_REMEDY, remedy));
    }
    if let Some((name, language)) = page.service_name() {
        let name = Either::Left(name);
        let service = answer(Phrase::Service, Step::Service, ids::CHECK_SERVICE, name);
        answers.push(Answer { language, ..service });
    }
    if let Some(place) = entered.place().and_then(|place| place.address) {
        let place = Either::Left(place);
        answers.push(answer(Phrase::Place, Step::Service, ids::CHECK_PLACE, place));
    }
    answers
}

fn row(session: Session, words: Words, answer: Answer) -> impl IntoView {
    let Answer { label, step, id, content, language } = answer;
    let label = words.say(label);
    let change = words.say(Phrase::CheckChange);
    let name = [&change, " – ", &label].concat();
    let content = match content {
        Either::Left(text) => {
            Either::Left(view! { <span dir="auto" class="said" id=id lang=language>{text}</span> })
        }
        Either::Right(names) => {
            let names = names.into_iter().map(|name| view! { <li dir="auto">{name}</li> });
            Either::Right(view! { <ul id=id>{names.collect::<Vec<_>>()}</ul> })
        }
    };
    view! {
        <div>
            <dt>{label}</dt>
            <dd>
                {content}
                <Button class="link" label=change name=Some(name) act=handler(move || session.go_to(step)) />
            </dd>
        </div>
    }
}

/// Returns the name of a kind.
const fn name_of(kind: Kind) -> Phrase {
    match kind {
        Kind::Suggestion => Phrase::KindSuggestion,
        Kind::Observation => Phrase::KindObservation,
        Kind::Complaint => Phrase::KindComplaint,
    }
}
