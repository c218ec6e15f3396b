//! What is wrong, told once at the top and taking the focus, with a way to each field.

use leptos::{html, prelude::*, wasm_bindgen::JsCast, web_sys};

use super::Scope;
use crate::draft::Fault;

/// The summary of what keeps the visitor from going on.
#[component]
pub(crate) fn Faults(scope: Scope, form: NodeRef<html::Form>) -> impl IntoView {
    let words = scope.words;
    let faults = scope.guide.as_ref()?.faults;
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if !faults.get().is_empty()
            && let Some(summary) = summary.get_untracked()
        {
            request_animation_frame(move || {
                let _ = summary.focus();
            });
        }
    });
    let row = move |fault: Fault| {
        view! { <li><button type="button" class="link" on:click=move |_| focus_field(form, fault.field())>{fault.message(words)}</button></li> }
    };
    Some(view! {
        <div class="faults" part="error" role="alert" tabindex="-1" node_ref=summary hidden=move || faults.get().is_empty()>
            <p>{words.error_summary}</p>
            <ul>{move || faults.get().into_iter().map(row).collect_view()}</ul>
        </div>
    })
}

fn focus_field(form: NodeRef<html::Form>, field: &str) {
    let found = form.get_untracked().and_then(|form| form.query_selector(&format!("#{field}")).ok().flatten());
    if let Some(field) = found.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// What is wrong with one field, beside it.
#[component]
pub(crate) fn FieldFault(scope: Scope, field: &'static str) -> impl IntoView {
    let fault = scope.fault_of(field);
    view! { <p class="fault" id=format!("{field}-fault")>{fault}</p> }
}
