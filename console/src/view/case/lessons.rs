//! Public words about what was changed: the latest proposal, and its approval by somebody else.

use domain::{
    bilingual::Named,
    case::{corrective_action::Progress, lesson::PublicWords, life_cycle::Verb},
    intake::kind::Kind,
    wire::console::{CaseView, LessonView},
};
use leptos::prelude::*;

use super::{Desk, command};
use crate::{
    effects::api::Failure,
    words::{self, words},
};

/// List of the changes that the public may be told of; absent if there are none.
#[component]
pub(super) fn Lessons(desk: Desk) -> impl IntoView {
    let trouble = RwSignal::new(None::<Failure>);
    move || {
        desk.case.with(|case| {
            let case = case.as_ref()?;
            let places = changes(case);
            (!places.is_empty()).then(|| view! {
                <section class="sheet" aria-labelledby="lessons-title">
                    <h2 id="lessons-title">{words::case().lessons_title}</h2>
                    <p class="hint">{words::case().lesson_hint}</p>
                    {move || trouble.get().map(|failure| view! { <p class="trouble" role="alert">{words::failure(&failure)}</p> })}
                    <ol class="actions">{places.into_iter().map(|place| item(desk, case, place, trouble)).collect_view()}</ol>
                </section>
            })
        })
    }
}

/// Returns the numbers of the corrective actions that were found effective, or 0 for a suggestion
/// that was implemented.
fn changes(case: &CaseView) -> Vec<usize> {
    if case.kind == Kind::Suggestion {
        let is_told = !case.lessons.is_empty() || case.may.contains(&Verb::Propose);
        return if is_told { vec![0] } else { Vec::new() };
    }
    let actions =
        case.actions.iter().enumerate().filter(|(_, action)| {
            matches!(action.progress, Progress::Checked { effective: true, .. })
        });
    actions.map(|(place, _)| place).collect()
}

fn item(
    desk: Desk,
    case: &CaseView,
    place: usize,
    trouble: RwSignal<Option<Failure>>,
) -> impl IntoView + use<> {
    let lesson = case.lessons.iter().find(|lesson| lesson.action == place);
    let state = match lesson {
        Some(lesson) if lesson.is_published => words::case().lesson_public,
        Some(_) => words::case().lesson_waits,
        None => words::case().lesson_none,
    };
    let message = case.actions.get(place).and_then(|action| {
        case.thread.iter().find(|message| message.sequence == Some(action.sequence))
    });
    let about = message.map(|message| message.text.clone());
    let by = lesson.map(|lesson| {
        let name = case.names.get(&lesson.by).cloned();
        name.unwrap_or_else(|| words().someone.to_owned())
    });
    let is_own = |lesson: &LessonView| desk.session.me().is_some_and(|me| me.id == lesson.by);
    let publish = lesson
        .filter(|lesson| !lesson.is_published && case.may.contains(&Verb::Publish))
        .filter(|lesson| !is_own(lesson))
        .map(|lesson| {
            let proposal = lesson.proposal;
            view! {
                <button type="button" class="main" on:click=move |_| command::publish(desk, place, proposal, trouble)>
                    {words::verb(Verb::Publish)}
                </button>
            }
        });
    let propose = case.may.contains(&Verb::Propose).then(|| {
        view! {
            <button type="button" on:click=move |_| desk.begin(Verb::Propose, place)>
                {words::verb(Verb::Propose)}
            </button>
        }
    });
    view! {
        <li data-lesson=place.to_string()>
            <p><strong>{state}</strong></p>
            {about.map(|about| view! { <p class="hint" dir="auto">{about}</p> })}
            {lesson.and_then(|lesson| lesson.words.as_ref()).map(sentences)}
            {by.map(|by| view! { <p class="hint">{words::case().lesson_by}": "<bdi>{by}</bdi></p> })}
            <div class="tools">{publish}{propose}</div>
        </li>
    }
}

/// Renders the four sentences.
pub(super) fn sentences(public: &PublicWords) -> impl IntoView + use<> {
    let part = |label: &'static str, sentence: &Named| {
        view! {
            <dt>{label}</dt>
            <dd lang="ar" dir="rtl">{sentence.ar.clone()}</dd>
            <dd lang="en" dir="ltr">{sentence.en.clone()}</dd>
        }
    };
    view! {
        <dl class="lesson">
            {part(words::case().lesson_said, &public.said)}
            {part(words::case().lesson_did, &public.did)}
        </dl>
    }
}
