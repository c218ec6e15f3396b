//! The form, step by step. Without a [`Guide`] all steps show at once, as a plain HTML form.

mod check;
mod faults;
mod kind;
mod say;

use domain::wire::DirectoryEntity;
use leptos::{children::ViewFn, html, prelude::*};

use crate::{
    draft::{Draft, Fault, Media, Step},
    language::{Language, Words},
};
use check::CheckStep;
use faults::Faults;
use kind::KindStep;
use say::SayStep;

/// What the widget adds to the plain form.
#[derive(Clone)]
pub struct Guide {
    /// The step that shows.
    pub step: RwSignal<Step>,
    /// What keeps the visitor from going on.
    pub faults: RwSignal<Vec<Fault>>,
    /// Whether the participation is on its way.
    pub sending: Signal<bool>,
    /// Why it could not be sent.
    pub failure: Signal<Option<&'static str>>,
    /// What is attached.
    pub media: Signal<Media>,
    /// The names of what is attached.
    pub media_names: Signal<Vec<String>>,
    /// Recorder, files and their progress, in place of the plain file field.
    pub media_view: ViewFn,
    /// Sends; everything was checked.
    pub send: Callback<()>,
}

impl Guide {
    /// Goes on from a step if nothing is wrong with it.
    fn go_on(&self, from: Step, draft: Draft) {
        let faults = Fault::of_step(from, &draft.entered(), self.media.get_untracked());
        let is_fine = faults.is_empty();
        self.faults.set(faults);
        match from.next() {
            Some(next) if is_fine => self.step.set(next),
            None if is_fine && !self.sending.get_untracked() => self.send.run(()),
            _ => {}
        }
    }

    fn go_to(&self, step: Step) {
        self.faults.set(Vec::new());
        self.step.set(step);
    }
}

/// What every part of the form needs.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(crate) words: &'static Words,
    pub(crate) draft: Draft,
    pub(crate) guide: Option<Guide>,
}

impl Scope {
    /// Whether a step is hidden just now.
    fn hides(&self, step: Step) -> impl Fn() -> bool + Send + Sync + use<> {
        let current = self.guide.as_ref().map(|guide| guide.step);
        move || current.is_some_and(|current| current.get() != step)
    }

    /// What is wrong with the field that has this id.
    fn fault_of(&self, field: &'static str) -> impl Fn() -> Option<&'static str> + Send + Sync + Clone + use<> {
        let (faults, words) = (self.guide.as_ref().map(|guide| guide.faults), self.words);
        move || {
            let faults = faults?.get();
            faults.into_iter().find(|fault| fault.field() == field).map(|fault| fault.message(words))
        }
    }
}

/// The form of one entity in one language.
#[component]
pub fn ParticipationForm(
    /// Whom it is for.
    entity: DirectoryEntity,
    /// The language that it speaks.
    language: Language,
    /// What is entered.
    draft: Draft,
    /// What guides through it; without, it is a plain form.
    #[prop(optional_no_strip)]
    guide: Option<Guide>,
    /// The plain form's idempotency key.
    #[prop(optional, into)]
    key: String,
) -> impl IntoView {
    let scope = Scope { words: language.words(), draft, guide };
    let form = NodeRef::<html::Form>::new();
    let submit = {
        let scope = scope.clone();
        move |event: leptos::ev::SubmitEvent| {
            if let Some(guide) = &scope.guide {
                event.prevent_default();
                guide.go_on(guide.step.get_untracked(), scope.draft);
            }
        }
    };
    let is_plain = scope.guide.is_none();
    view! {
        <form
            class="sawtak form"
            lang=language.tag()
            dir=language.dir()
            method="post"
            enctype="multipart/form-data"
            novalidate=!is_plain
            node_ref=form
            on:submit=submit
        >
            {is_plain.then(|| view! {
                <input type="hidden" name="key" value=key />
                <input type="hidden" name="language" value=language.tag() />
            })}
            <Faults scope=scope.clone() form=form />
            <KindStep scope=scope.clone() />
            <SayStep scope=scope.clone() entity=entity.clone() language=language />
            <CheckStep scope=scope.clone() entity=entity language=language />
            <Navigation scope=scope />
        </form>
    }
}

/// Back and forth, and at last the sending.
#[component]
fn Navigation(scope: Scope) -> impl IntoView {
    let words = scope.words;
    let Some(guide) = scope.guide else {
        return view! { <div class="navigation"><button type="submit" class="primary" id="send">{words.send}</button></div> }
            .into_any();
    };
    let (step, sending, failure) = (guide.step, guide.sending, guide.failure);
    let back = move |_| {
        if let Some(before) = step.get_untracked().back() {
            guide.go_to(before);
        }
    };
    view! {
        <p class="failure" role="alert">{move || failure.get()}</p>
        <div class="navigation">
            <button type="button" class="quiet" part="back" hidden=move || step.get() == Step::Kind on:click=back>{words.back}</button>
            <button type="submit" class="primary" part="next" hidden=move || step.get() == Step::Check>{words.next}</button>
            <button
                type="submit"
                class="primary"
                part="send"
                id="send"
                hidden=move || step.get() != Step::Check
                aria-disabled=move || sending.get().to_string()
            >
                {move || if sending.get() { words.sending } else { words.send }}
            </button>
        </div>
    }
    .into_any()
}

/// The heading of a step, with where one is. It takes the focus when its step comes, so that everyone is told.
#[component]
pub(crate) fn StepHeading(scope: Scope, step: Step, title: &'static str) -> impl IntoView {
    let words = scope.words;
    let heading = NodeRef::<html::H2>::new();
    if let Some(guide) = &scope.guide {
        let current = guide.step;
        Effect::new(move |before: Option<Step>| {
            let now = current.get();
            if now == step
                && before.is_some_and(|before| before != now)
                && let Some(heading) = heading.get_untracked()
            {
                // After the step has been unhidden.
                request_animation_frame(move || {
                    let _ = heading.focus();
                });
            }
            now
        });
    }
    let progress = scope.guide.is_some().then(|| words.step_of.replace("{step}", &step.number().to_string()));
    view! {
        <h2 tabindex="-1" node_ref=heading>
            {progress.map(|progress| view! { <span class="progress" part="progress">{progress}</span>" " })}
            {title}
        </h2>
    }
}
