//! Summary of the faults, told once at the top, where it takes the focus, with a button to each
//! field.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::{
    Fault, Phrase,
    guide::{
        parts::button::Button,
        reactive::{effect, flag, handler},
        session::Session,
        words::Words,
    },
    ids,
};

/// List of faults above the questions.
#[component]
pub(crate) fn Faults(session: Session, words: Words) -> impl IntoView {
    let rows = move || {
        let faults = session.faults.get();
        faults.into_iter().map(|fault| row(session, words, fault)).collect::<Vec<_>>()
    };
    view! {
        <div
            class="faults"
            id=ids::FAULTS
            part="error"
            role="alert"
            tabindex="-1"
            hidden=flag(move || session.faults.with(Vec::is_empty))
            use:take_focus=session
        >
            <p>{words.say(Phrase::ErrorSummary)}</p>
            <ul>{rows}</ul>
        </div>
    }
}

/// Focuses the summary after an attempt to go on that failed. Correcting a fault changes the list
/// and leaves the focus in place.
fn take_focus(summary: Element, session: Session) {
    let summary: HtmlElement = summary.unchecked_into();
    effect(move || {
        session.attempts.get();
        if session.faults.with_untracked(|faults| !faults.is_empty()) {
            summary.set_hidden(false);
            let _ = summary.focus();
        }
    });
}

/// Row of one fault. Its button leads to the field, or to the field's question if that isn't shown.
/// A screen reader then tells the question's heading.
fn row(session: Session, words: Words, fault: Fault) -> impl IntoView {
    let lead = move || {
        if fault.step() == session.step.get_untracked() {
            session.page().focus(fault.field());
        } else {
            session.go_to(fault.step());
        }
    };
    view! {
        <li>
            <Button class="link" label=words.explain(fault) act=handler(lead) />
        </li>
    }
}
