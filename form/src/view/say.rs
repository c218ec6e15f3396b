//! Step 2: the message in writing, by voice, by video or with files; a complaint's remedy; the
//! service and the place.

use domain::wire::DirectoryService;
use leptos::prelude::*;

use super::{FieldFault, Mounted, Question, Scope, owned};
use crate::{Language, Place, Step, ids, language::Words};

/// Text, recordings and files, which are ways to answer one question.
#[component]
pub(crate) fn SayStep(scope: Scope) -> impl IntoView {
    let (words, text) = (scope.words, scope.entered.text.clone());
    view! {
        <Question scope=scope step=Step::Say title=words.say_title field=ids::TEXT>
            <TextArea id=ids::TEXT rows=5 hint=words.say_text_hint value=text />
            <div class="ways">
                <Mounted place=Place::Recorders />
                <FileCard words=words />
            </div>
            <Mounted place=Place::Attachments />
        </Question>
    }
}

/// File field on a card where files may be dropped.
#[component]
pub fn FileCard(words: &'static Words) -> impl IntoView {
    // One text: a browser leaves out spaces between texts when it describes the field.
    let hint = [words.files_accepted, words.files_tell].join(" ");
    view! {
        <div class="way drop" id=ids::DROP>
            <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M8 12.5l6-6a3 3 0 0 1 4.3 4.2l-8 8a5 5 0 0 1-7-7l7.5-7.6" />
            </svg>
            <div>
                <label for=ids::FILES>{words.files_choose}</label>
                <span class="hint guided drag">" "{words.files_drop}</span>
            </div>
            <span class="hint" id="files-hint">{hint}</span>
            <input type="file" id=ids::FILES name="files" part="attach" multiple aria-describedby="files-hint" />
        </div>
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

/// Choice of the service, if the entity has several, and the place, if a service asks for it.
#[component]
pub(crate) fn ServiceStep(scope: Scope) -> impl IntoView {
    let Scope { words, language, entity, entered } = scope.clone();
    let (has_several, asks_place) = (entity.services.len() > 1, entity.asks_place());
    if !has_several && !asks_place {
        return None;
    }
    let (title, field) = if has_several {
        (words.service_title, ids::SERVICE)
    } else {
        (words.place_title, ids::PLACE)
    };
    let services = has_several.then(|| {
        let options = entity
            .services
            .into_iter()
            .map(|service| group(service, language, &entered.service))
            .collect_view();
        view! {
            <select id=ids::SERVICE name="service" part="service">
                <option value="">{words.service_none}</option>
                {options}
            </select>
        }
    });
    let place =
        asks_place.then(|| view! { <PlaceField scope=scope.clone() is_alone=!has_several /> });
    Some(view! {
        <Question scope=scope step=Step::Service title=title field=field>
            {services}
            {place}
        </Question>
    })
}

/// Field for the place. It shows if `data-asks-place` stands at the chosen service, or at the field
/// itself, since the entity's only service asks. A browser that doesn't know `:has()` always shows
/// it.
#[component]
fn PlaceField(scope: Scope, is_alone: bool) -> impl IntoView {
    let Scope { words, entered, .. } = scope;
    let label = (!is_alone).then(|| view! { <label for=ids::PLACE>{words.place_title}</label> });
    view! {
        <div class="field place" data-asks-place=is_alone.then_some("")>
            {label}
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
            <button type="button" class="link guided" id=ids::HERE part="here">{words.place_here}</button>
        </div>
    }
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
