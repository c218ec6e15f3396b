//! Step 2: say it, in writing, by voice, with files.

use domain::{
    kind::Kind,
    text::TEXT_MAX,
    wire::{DirectoryEntity, DirectoryService},
};
use leptos::prelude::*;

use super::{Scope, StepHeading, faults::FieldFault};
use crate::{draft::Step, language::Language};

/// Text, recordings and files, and what they are about.
#[component]
pub(crate) fn SayStep(scope: Scope, entity: DirectoryEntity, language: Language) -> impl IntoView {
    let (words, draft) = (scope.words, scope.draft);
    let hidden = scope.hides(Step::Say);
    let fault = scope.fault_of("text");
    let media = match &scope.guide {
        Some(guide) => guide.media_view.run(),
        None => view! {
            <div class="field">
                <label for="files">{words.files_choose}</label>
                <span class="hint" id="files-hint">{words.files_accepted}</span>
                <input type="file" id="files" name="files" multiple aria-describedby="files-hint" />
            </div>
        }
        .into_any(),
    };
    view! {
        <section hidden=hidden>
            <StepHeading scope=scope.clone() step=Step::Say title=words.say_title />
            <div class="field">
                <label for="text">{words.say_text}</label>
                <span class="hint" id="text-hint">{words.say_text_hint}</span>
                <textarea
                    id="text"
                    name="text"
                    part="text"
                    rows="5"
                    dir="auto"
                    maxlength=TEXT_MAX.to_string()
                    aria-describedby="text-hint text-fault"
                    aria-invalid=move || fault().map(|_| "true")
                    prop:value=move || draft.text.get()
                    on:input:target=move |event| draft.text.set(event.target().value())
                >
                    {initial(draft.text)}
                </textarea>
                <FieldFault scope=scope.clone() field="text" />
            </div>
            {media}
            <Remedy scope=scope.clone() />
            <Services scope=scope entity=entity language=language />
        </section>
    }
}

/// With a complaint: what would put it right.
#[component]
fn Remedy(scope: Scope) -> impl IntoView {
    let (words, draft) = (scope.words, scope.draft);
    let is_guided = scope.guide.is_some();
    view! {
        <div class="field" hidden=move || is_guided && draft.kind.get() != Some(Kind::Complaint)>
            <label for="suggestion">{words.say_suggestion}</label>
            <span class="hint" id="suggestion-hint">{words.say_suggestion_hint}</span>
            <textarea
                id="suggestion"
                name="suggestion"
                rows="2"
                dir="auto"
                maxlength=TEXT_MAX.to_string()
                aria-describedby="suggestion-hint"
                prop:value=move || draft.suggestion.get()
                on:input:target=move |event| draft.suggestion.set(event.target().value())
            >
                {initial(draft.suggestion)}
            </textarea>
        </div>
    }
}

/// What it is about, if the entity has several services.
#[component]
fn Services(scope: Scope, entity: DirectoryEntity, language: Language) -> impl IntoView {
    let (words, draft) = (scope.words, scope.draft);
    if entity.services.len() < 2 {
        return None;
    }
    let options =
        entity.services.into_iter().map(|service| group(service, language, &draft.service.get_untracked())).collect_view();
    Some(view! {
        <div class="field">
            <label for="service">{words.service}</label>
            <select id="service" name="service" part="service" on:change:target=move |event| draft.service.set(event.target().value())>
                <option value="">{words.service_none}</option>
                {options}
            </select>
        </div>
    })
}

fn group(service: DirectoryService, language: Language, chosen: &str) -> AnyView {
    let name = service.name.in_language(language.tag()).to_owned();
    let main = option(&service, language, chosen);
    if service.services.is_empty() {
        return main;
    }
    let subs = service.services.iter().map(|sub| option(sub, language, chosen)).collect_view();
    view! { <optgroup label=name>{main}{subs}</optgroup> }.into_any()
}

fn option(service: &DirectoryService, language: Language, chosen: &str) -> AnyView {
    let name = service.name.in_language(language.tag()).to_owned();
    view! { <option value=service.id.clone() selected=service.id == chosen>{name}</option> }.into_any()
}

/// What a text area starts with in HTML. Leptos writes it there as it is, so markup in it is escaped here; in the browser `prop:value` says it.
fn initial(text: RwSignal<String>) -> Option<String> {
    cfg!(feature = "ssr").then(|| text.get_untracked().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}
