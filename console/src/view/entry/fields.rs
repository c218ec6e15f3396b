//! Fields of the form: the questions of the visitor's form, as an employee asks them.

use domain::{
    intake::{contact::NAME_MAX, kind::Kind, place::ADDRESS_MAX},
    language::Language,
    slug::Slug,
    text::TEXT_MAX,
};
use leptos::prelude::*;

use super::{Entry, draft_name};
use crate::{
    effects::{intl, language, storage},
    words::{self, words},
};

/// Channel, entity, kind, service, text and remedy.
#[component]
pub(super) fn Questions(entry: Entry) -> impl IntoView {
    let texts = words::entry();
    let kind = RwSignal::new(String::new());
    let channels = [("phone", words().channel_phone), ("counter", words().channel_counter)];
    let kinds = Kind::ALL.map(|each| (each.as_str(), words::kind(each)));
    view! {
        <Choice name="channel" legend=texts.channel_question options=channels.to_vec() chosen=RwSignal::new(String::new()) />
        <Entity entry />
        <Choice name="kind" legend=texts.kind_question options=kinds.to_vec() chosen=kind />
        <label>
            {words().service}
            <select name="service">
                <option value="">{texts.service_none}</option>
                {move || entry.session.services(&entry.entity.get()).into_iter().map(|(id, name)| view! {
                    <option value=id>{name}</option>
                }).collect_view()}
            </select>
        </label>
        <Said entry />
        {move || (kind.get() == Kind::Complaint.as_str()).then(|| view! {
            <label>
                {texts.remedy}
                <textarea name="suggestion" rows="2" data-most=TEXT_MAX.to_string() dir="auto" aria-describedby="remedy-hint"></textarea>
            </label>
            <p class="hint" id="remedy-hint">{texts.remedy_hint}</p>
        })}
    }
}

/// Choice by radio buttons, one of which must be chosen.
#[component]
fn Choice(
    name: &'static str,
    legend: &'static str,
    options: Vec<(&'static str, &'static str)>,
    chosen: RwSignal<String>,
) -> impl IntoView {
    view! {
        <fieldset class="marks">
            <legend>{legend}</legend>
            {options.into_iter().map(|(value, label)| view! {
                <label class="tick">
                    <input type="radio" name=name value=value required on:change=move |_| chosen.set(value.to_owned()) />
                    {label}
                </label>
            }).collect_view()}
        </fieldset>
    }
}

/// Entity, if the person answers for several.
#[component]
fn Entity(entry: Entry) -> impl IntoView {
    let entities = entry.entities.get_value();
    let session = entry.session;
    (entities.len() > 1).then(|| {
        let options = entities.into_iter().map(move |entity: Slug| {
            let id = entity.to_string();
            view! { <option value=id>{move || session.entity(&entity)}</option> }
        });
        view! {
            <label>
                {words().entity}
                <select name="entity" on:change=move |event| entry.entity.set(event_target_value(&event))>
                    {options.collect_view()}
                </select>
            </label>
        }
    })
}

/// Field for what the person says. It is kept as a draft until it is received.
#[component]
fn Said(entry: Entry) -> impl IntoView {
    let texts = words::entry();
    let name = draft_name(entry.session);
    let draft = storage::draft(&name).unwrap_or_default();
    let keep = move |event| _ = storage::set_draft(&name, &event_target_value(&event));
    view! {
        <label for="said">{texts.said}</label>
        <p class="hint" id="said-hint">{texts.said_hint}</p>
        <textarea id="said" name="text" rows="6" data-most=TEXT_MAX.to_string() dir="auto" aria-describedby="said-hint said-fault"
            aria-invalid=move || is_wrong(entry, "/text").to_string() prop:value=draft on:input=keep></textarea>
        <Fault entry id="said-fault" place="/text" text=texts.fault_text />
    }
}

/// Place, contact and language.
#[component]
pub(super) fn Person(entry: Entry) -> impl IntoView {
    let texts = words::entry();
    let own = language::current().tag();
    view! {
        <label for="place">{texts.place_question}</label>
        <p class="hint" id="place-hint">{texts.place_hint}</p>
        <input id="place" name="place" dir="auto" data-most=ADDRESS_MAX.to_string() autocomplete="off" aria-describedby="place-hint place-fault"
            aria-invalid=move || is_wrong(entry, "/place").to_string() />
        <Fault entry id="place-fault" place="/place" text=texts.fault_place />
        <fieldset aria-describedby="contact-hint">
            <legend>{texts.contact}</legend>
            <p class="hint" id="contact-hint">{texts.contact_hint}</p>
            <label>{words().name}<input name="name" dir="auto" data-most=NAME_MAX.to_string() autocomplete="off" /></label>
            <label>
                {words().channel_phone}
                <input name="phone" type="tel" dir="ltr" maxlength="40" autocomplete="off" aria-describedby="phone-fault"
                    aria-invalid=move || is_wrong(entry, "/contact/phone").to_string() />
            </label>
            <Fault entry id="phone-fault" place="/contact/phone" text=texts.fault_phone />
            <label>
                {words().email}
                <input name="email" type="email" dir="ltr" maxlength="254" autocomplete="off" aria-describedby="email-fault"
                    aria-invalid=move || is_wrong(entry, "/contact/email").to_string() />
            </label>
            <Fault entry id="email-fault" place="/contact/email" text=texts.fault_email />
        </fieldset>
        <label>
            {texts.another_language}
            <select name="language" aria-describedby="language-hint">
                {Language::ALL.map(Language::tag).map(|tag| view! { <option value=tag selected=tag == own>{intl::language(tag)}</option> })}
            </select>
        </label>
        <p class="hint" id="language-hint">{texts.another_language_hint}</p>
    }
}

/// Returns whether a member of the submission, or a part of it, can't be accepted.
fn is_wrong(entry: Entry, place: &str) -> bool {
    entry.faults.with(|faults| faults.iter().any(|pointer| pointer.starts_with(place)))
}

/// Fault of a field, below it.
#[component]
fn Fault(entry: Entry, id: &'static str, place: &'static str, text: &'static str) -> impl IntoView {
    view! { <p class="fault" id=id role="alert">{move || is_wrong(entry, place).then_some(text)}</p> }
}
