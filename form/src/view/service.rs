//! Choice of the service, and the place, if a service asks for it.

use domain::wire::DirectoryService;
use leptos::prelude::*;

use super::{FieldFault, Scope, owned};
use crate::{Announced, Language, ids};

/// Choice of the service, if the entity has several.
#[component]
pub(super) fn ServiceField(scope: Scope) -> impl IntoView {
    let Scope { words, language, entity, entered, .. } = scope;
    (entity.services.len() > 1).then(|| {
        let options = entity
            .services
            .into_iter()
            .map(|service| group(service, language, &entered.service))
            .collect_view();
        view! {
            <div class="field">
                <label for=ids::SERVICE>{words.service_title}</label>
                <select id=ids::SERVICE name="service" part="service">
                    <option value="">{words.service_none}</option>
                    {options}
                </select>
            </div>
        }
    })
}

/// Problems that are known already, where the service is chosen.
#[component]
pub(super) fn Known(scope: Scope) -> impl IntoView {
    let Scope { words, language, entity, announced, .. } = scope;
    let one = |Announced { service, text, until }: Announced| {
        let service = service.and_then(|id| entity.service(&id).map(|it| it.name.clone()));
        let service = service.map(|name| {
            let (name, tag) = owned(name.for_reader(language.tag()));
            view! { <bdi lang=tag>{name}</bdi>": " }
        });
        let (text, tag) = owned(text.for_reader(language.tag()));
        let until = words.known_until.replace("{time}", &format!("\u{2066}{until}\u{2069}"));
        view! {
            <p>
                <strong>{words.known_title}</strong>" · "{service}<bdi lang=tag>{text}</bdi>" "
                <span class="hint">{until}</span>
            </p>
        }
    };
    (!announced.is_empty()).then(|| {
        view! { <div class="field" role="note">{announced.into_iter().map(one).collect_view()}</div> }
    })
}

/// Field for the place, if a service of the entity asks for it. It shows if `data-asks-place`
/// stands at the chosen service, or at the field itself, since the entity's only service asks. A
/// browser that doesn't know `:has()` always shows it.
#[component]
pub(super) fn PlaceField(scope: Scope) -> impl IntoView {
    let Scope { words, entity, entered, .. } = scope;
    let is_alone = entity.services.len() == 1;
    entity.asks_place().then(|| {
        view! {
            <div class="field place" data-asks-place=is_alone.then_some("")>
                <label for=ids::PLACE>{words.place_title}</label>
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
