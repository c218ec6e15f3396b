//! Summary of what will be sent, each answer with a way back to where it was given.

use leptos::{either::Either, prelude::*};

use crate::{
    Phrase, Step,
    guide::{parts::button::Button, reactive::handler, session::Session, words::Words},
    ids,
};

/// One answer of the summary.
struct Answer {
    label: Phrase,
    /// Step where it was given.
    step: Step,
    id: &'static str,
    /// Text of the answer, or the names of the attachments.
    content: Either<String, Vec<String>>,
}

/// List of the answers, which the last step shows above its own fields.
#[component]
pub(crate) fn Check(session: Session, words: Words) -> impl IntoView {
    let rows = move || {
        let answers = answers(session, words);
        answers.into_iter().map(|answer| row(session, words, answer)).collect::<Vec<_>>()
    };
    view! { <dl class="summary">{rows}</dl> }
}

/// Returns the answers once the visitor is at the last step; before, none. The fields aren't
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
    let answer = |label, step, id, content| Answer { label, step, id, content };
    let kind = entered.kind.map(|kind| words.say(Phrase::of_kind(kind))).unwrap_or_default();
    let is_empty = entered.text.trim().is_empty();
    let text = if is_empty { words.say(Phrase::CheckNothingWritten) } else { entered.text };
    let mut answers = vec![
        answer(Phrase::CheckKind, Step::Kind, ids::CHECK_KIND, Either::Left(kind)),
        answer(Phrase::CheckText, Step::Say, ids::CHECK_TEXT, Either::Left(text)),
    ];
    if !names.is_empty() {
        let names = Either::Right(names);
        answers.push(answer(Phrase::CheckAttachments, Step::Say, ids::CHECK_ATTACHMENTS, names));
    }
    answers
}

fn row(session: Session, words: Words, answer: Answer) -> impl IntoView {
    let Answer { label, step, id, content } = answer;
    let label = words.say(label);
    let change = words.say(Phrase::CheckChange);
    let name = [&change, " – ", &label].concat();
    let content = match content {
        Either::Left(text) => {
            Either::Left(view! { <span dir="auto" class="said" id=id>{text}</span> })
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
