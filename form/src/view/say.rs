//! Step 2: the message in writing, by voice, by video or with files; a complaint's remedy; the
//! service; and the place.

use domain::wire::DirectoryService;
use leptos::prelude::*;

use super::{FieldFault, Mounted, Question, Scope, owned};
use crate::{Language, Place, Step, ids};

/// Text, recordings and files, which are ways to answer one question.
#[component]
pub(crate) fn SayStep(scope: Scope) -> impl IntoView {
    let (words, text) = (scope.words, scope.entered.text.clone());
    view! {
        <Question scope=scope step=Step::Say title=words.say_title field=ids::TEXT>
            <TextArea id=ids::TEXT rows=5 hint=words.say_text_hint value=text />
            <div class="ways">
                <Mounted place=Place::Recorders />
                <div class="way drop" id=ids::DROP>
                    <svg viewBox="0 0 24 24" aria-hidden="true">
                        <path d="M8 12.5l6-6a3 3 0 0 1 4.3 4.2l-8 8a5 5 0 0 1-7-7l7.5-7.6" />
                    </svg>
                    <div>
                        <label for=ids::FILES>{words.files_choose}</label>
                        <span class="hint guided drag">" "{words.files_drop}</span>
                    </div>
                    <span class="hint" id="files-hint">{words.files_accepted}</span>
                    <input type="file" id=ids::FILES name="files" part="attach" multiple aria-describedby="files-hint" />
                </div>
            </div>
            <Mounted place=Place::Attachments />
        </Question>
    }
}

/// Remedy, which only a complaint asks for.
#[component]
pub(crate) fn RemedyStep(scope: Scope) -> impl IntoView {
    let (words, remedy) = (scope.words, scope.entered.suggestion.clone());
    view! {
        <Question scope=scope step=Step::Remedy title=words.say_suggestion field=ids::SUGGESTION>
            <TextArea id=ids::SUGGESTION rows=4 hint=words.say_suggestion_hint value=remedy />
        </Question>
    }
}

/// Text field. It has no `maxlength`: browsers count UTF-16 units, and cut off what is pasted
/// without a word.
#[component]
fn TextArea(id: &'static str, rows: u8, hint: &'static str, value: String) -> impl IntoView {
    // Leptos doesn't escape a textarea's content.
    let content = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    view! {
        <div class="field">
            <span class="hint" id=format!("{id}-hint")>{hint}</span>
            <textarea
                id=id
                name=id
                part=id
                rows=rows.to_string()
                dir="auto"
                aria-describedby=format!("{id}-hint {id}-fault")
            >
                {content}
            </textarea>
            <FieldFault field=id />
        </div>
    }
}

/// Choice of the service, if the entity has several.
#[component]
pub(crate) fn ServiceStep(scope: Scope) -> impl IntoView {
    let Scope { words, language, entity, entered } = scope.clone();
    if entity.services.len() < 2 {
        return None;
    }
    let options = entity
        .services
        .into_iter()
        .map(|service| group(service, language, &entered.service))
        .collect_view();
    Some(view! {
        <Question scope=scope step=Step::Service title=words.service_title field=ids::SERVICE>
            <select id=ids::SERVICE name="service" part="service">
                <option value="">{words.service_none}</option>
                {options}
            </select>
        </Question>
    })
}

/// Place, if a service of the entity asks for it. Without script the form can't know which service
/// is chosen, so the field shows for all. Options of services that ask have `data-asks-place`. With
/// script the section is hidden, as it belongs to no step.
#[component]
pub(crate) fn PlaceQuestion(scope: Scope) -> impl IntoView {
    let Scope { words, entity, entered, .. } = scope;
    entity.asks_place().then(|| {
        view! {
            <section class="step" id="place-question">
                <h2><label for=ids::PLACE>{words.place_title}</label></h2>
                <div class="field">
                    <span class="hint" id="place-hint">{words.place_hint}</span>
                    <input
                        id=ids::PLACE
                        name=ids::PLACE
                        part=ids::PLACE
                        dir="auto"
                        autocomplete="off"
                        aria-describedby="place-hint place-fault"
                        value=entered.place
                    />
                    <FieldFault field=ids::PLACE />
                </div>
            </section>
        }
    })
}

fn group(service: DirectoryService, language: Language, chosen: &str) -> AnyView {
    let (name, tag) = owned(service.name.for_reader(language.tag()));
    let main = option(&service, language, chosen);
    if service.services.is_empty() {
        return main;
    }
    let subs = service.services.iter().map(|sub| option(sub, language, chosen)).collect_view();
    view! { <optgroup label=name lang=tag>{main}{subs}</optgroup> }.into_any()
}

fn option(service: &DirectoryService, language: Language, chosen: &str) -> AnyView {
    let (name, tag) = owned(service.name.for_reader(language.tag()));
    let asks_place = service.asks_place.then_some("");
    view! { <option value=service.id.clone() lang=tag selected=service.id == chosen data-asks-place=asks_place>{name}</option> }.into_any()
}
