//! Step 1: what is it?

use domain::kind::Kind;
use leptos::prelude::*;

use super::{Scope, StepHeading, faults::FieldFault};
use crate::{draft::Step, language::Words};

/// Three large choices.
#[component]
pub(crate) fn KindStep(scope: Scope) -> impl IntoView {
    let words = scope.words;
    let hidden = scope.hides(Step::Kind);
    let choices = Kind::ALL.map(|kind| view! { <Choice scope=scope.clone() kind=kind /> });
    view! {
        <section hidden=hidden>
            <StepHeading scope=scope.clone() step=Step::Kind title=words.kind_title />
            <fieldset class="kinds" aria-describedby="kind-suggestion-fault">
                <legend class="unseen">{words.kind_title}</legend>
                {choices.collect_view()}
            </fieldset>
            <FieldFault scope=scope field="kind-suggestion" />
        </section>
    }
}

#[component]
fn Choice(scope: Scope, kind: Kind) -> impl IntoView {
    let (name, hint, shape) = described(kind, scope.words);
    let chosen = scope.draft.kind;
    let id = format!("kind-{}", kind.as_str());
    let hint_id = format!("{id}-hint");
    view! {
        <div class="choice">
            <input
                type="radio"
                name="kind"
                part="kind"
                id=id.clone()
                value=kind.as_str()
                required=scope.guide.is_none()
                checked=chosen.get_untracked() == Some(kind)
                prop:checked=move || chosen.get() == Some(kind)
                aria-describedby=hint_id.clone()
                on:change=move |_| chosen.set(Some(kind))
            />
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=shape /></svg>
            <label for=id>{name}</label>
            <span class="hint" id=hint_id>{hint}</span>
        </div>
    }
}

/// Name, explanation and picture (a path in a box of 24 by 24).
fn described(kind: Kind, words: &'static Words) -> (&'static str, &'static str, &'static str) {
    match kind {
        Kind::Suggestion => (
            words.kind_suggestion,
            words.kind_suggestion_hint,
            "M9 18h6M10 21h4M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2h5c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3z",
        ),
        Kind::Observation => (
            words.kind_observation,
            words.kind_observation_hint,
            "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
        ),
        Kind::Complaint => (words.kind_complaint, words.kind_complaint_hint, "M12 4 2.8 20h18.4L12 4zM12 10v4.5M12 17.2v.3"),
    }
}
