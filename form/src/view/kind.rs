//! Step 1: kind of the submission.

use domain::intake::kind::Kind;
use leptos::prelude::*;

use super::{FieldFault, Question, Scope};
use crate::{Step, ids, language::Words};

/// Choice of the kind, as three large radio buttons.
#[component]
pub(crate) fn KindStep(scope: Scope) -> impl IntoView {
    let words = scope.words;
    let chosen = scope.entered.kind;
    let choices = Kind::ALL
        .map(|kind| view! { <Choice words=words kind=kind is_chosen=chosen == Some(kind) /> });
    view! {
        <Question scope=scope step=Step::Kind title=words.kind_title>
            <fieldset class="kinds" aria-describedby=format!("{}-fault", ids::KIND)>
                <legend class="unseen">{words.kind_title}</legend>
                {choices.collect_view()}
            </fieldset>
            <FieldFault field=ids::KIND />
        </Question>
    }
}

#[component]
fn Choice(words: &'static Words, kind: Kind, is_chosen: bool) -> impl IntoView {
    let (name, hint, shape) = described(kind, words);
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
                checked=is_chosen
                aria-describedby=hint_id.clone()
            />
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d=shape /></svg>
            <label for=id>{name}</label>
            <span class="hint" id=hint_id>{hint}</span>
        </div>
    }
}

/// Returns a kind's name, explanation and picture (an SVG path in a box of 24 by 24).
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
        Kind::Complaint => (
            words.kind_complaint,
            words.kind_complaint_hint,
            "M12 4 2.8 20h18.4L12 4zM12 10v4.5M12 17.2v.3",
        ),
    }
}
