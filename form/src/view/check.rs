//! Step 3: check and send, with a way to be reached for those who want one.

use domain::{kind::Kind, wire::DirectoryEntity};
use leptos::prelude::*;

use super::{Guide, Scope, StepHeading, faults::FieldFault};
use crate::{draft::Step, language::Language};

/// What will be sent, and the optional contact.
#[component]
pub(crate) fn CheckStep(scope: Scope, entity: DirectoryEntity, language: Language) -> impl IntoView {
    let (words, draft) = (scope.words, scope.draft);
    let hidden = scope.hides(Step::Check);
    let summary =
        scope.guide.clone().map(|guide| view! { <Summary scope=scope.clone() guide=guide entity=entity language=language /> });
    view! {
        <section hidden=hidden>
            <StepHeading scope=scope.clone() step=Step::Check title=words.check_title />
            {summary}
            <fieldset class="contact">
                <legend>{words.contact_title}</legend>
                <p class="hint">{words.contact_hint}</p>
                <Line scope=scope.clone() field="name" kind="text" complete="name" label=words.contact_name value=draft.name />
                <Line scope=scope.clone() field="email" kind="email" complete="email" label=words.contact_email value=draft.email />
                <Line scope=scope field="phone" kind="tel" complete="tel" label=words.contact_phone value=draft.phone />
            </fieldset>
        </section>
    }
}

#[component]
fn Line(
    scope: Scope,
    field: &'static str,
    kind: &'static str,
    complete: &'static str,
    label: &'static str,
    value: RwSignal<String>,
) -> impl IntoView {
    let fault = scope.fault_of(field);
    let dir = if kind == "text" { "auto" } else { "ltr" };
    view! {
        <div class="field">
            <label for=field>{label}</label>
            <input
                id=field
                name=field
                type=kind
                dir=dir
                autocomplete=complete
                aria-describedby=format!("{field}-fault")
                aria-invalid=move || fault().map(|_| "true")
                value=value.get_untracked()
                prop:value=move || value.get()
                on:input:target=move |event| value.set(event.target().value())
            />
            <FieldFault scope=scope field=field />
        </div>
    }
}

#[component]
fn Summary(scope: Scope, guide: Guide, entity: DirectoryEntity, language: Language) -> impl IntoView {
    let (words, draft) = (scope.words, scope.draft);
    let kind = move || {
        draft.kind.get().map(|kind| match kind {
            Kind::Suggestion => words.kind_suggestion,
            Kind::Observation => words.kind_observation,
            Kind::Complaint => words.kind_complaint,
        })
    };
    let text = move || {
        let text = draft.text.get();
        if text.trim().is_empty() { words.check_nothing_written.to_owned() } else { text }
    };
    let service = move || entity.service(&draft.service.get()).map(|service| service.name.in_language(language.tag()).to_owned());
    let has_service = {
        let service = service.clone();
        move || service().is_some()
    };
    let names = guide.media_names;
    let attached = move || names.get().into_iter().map(|name| view! { <li dir="auto">{name}</li> }).collect_view();
    let change = |step: Step, what: &'static str| {
        let guide = guide.clone();
        view! { <button type="button" class="link" aria-label=format!("{} – {what}", words.check_change) on:click=move |_| guide.go_to(step)>{words.check_change}</button> }
    };
    view! {
        <dl class="summary">
            <div><dt>{words.check_kind}</dt><dd>{kind}</dd>{change(Step::Kind, words.check_kind)}</div>
            <div><dt>{words.check_text}</dt><dd dir="auto" class="said">{text}</dd>{change(Step::Say, words.check_text)}</div>
            <div hidden=move || names.get().is_empty()><dt>{words.check_attachments}</dt><dd><ul>{attached}</ul></dd></div>
            <div hidden=move || !has_service()><dt>{words.check_service}</dt><dd>{service}</dd></div>
        </dl>
    }
}
