//! Step 2: say it, in writing, by voice, with files.

use domain::{text::TEXT_MAX, wire::DirectoryService};
use leptos::prelude::*;

use super::{
    FieldFault, Scope, StepHeading, owned,
    recorder::{Medium, Recorder},
};
use crate::{Language, Step, ids};

/// Text, recordings and files, and what they are about.
#[component]
pub(crate) fn SayStep(scope: Scope) -> impl IntoView {
    let (words, entered) = (scope.words, scope.entered.clone());
    view! {
        <section class="step" data-of=Step::Say.name()>
            <StepHeading scope=scope.clone() step=Step::Say title=words.say_title />
            <div class="field">
                <TextArea id=ids::TEXT rows=5 label=words.say_text hint=words.say_text_hint value=entered.text />
            </div>
            <div class="media">
                <div class="recorders guided">
                    <Recorder words=words medium=Medium::Audio />
                    <Recorder words=words medium=Medium::Video />
                </div>
                <div class="drop" id=ids::DROP>
                    <label for=ids::FILES>{words.files_choose}</label>
                    <span class="hint guided">{words.files_drop}</span>
                    <input type="file" id=ids::FILES name="files" part="attach" multiple aria-describedby="files-hint" />
                    <span class="hint" id="files-hint">{words.files_accepted}</span>
                </div>
                <p class="fault" id=ids::REFUSED role="alert"></p>
                <ul class="items guided" id=ids::ITEMS part="items"></ul>
                <template id=ids::ITEM>
                    <li class="item">
                        <span class="name" dir="auto"></span>
                        <span class="hint"></span>
                        <button type="button" part="retry">{words.files_retry}</button>
                        <button type="button" part="remove"></button>
                        <progress></progress>
                    </li>
                </template>
            </div>
            <div class="field remedy">
                <TextArea id=ids::SUGGESTION rows=2 label=words.say_suggestion hint=words.say_suggestion_hint value=entered.suggestion />
            </div>
            <Services scope=scope />
        </section>
    }
}

#[component]
fn TextArea(id: &'static str, rows: u8, label: &'static str, hint: &'static str, value: String) -> impl IntoView {
    // Leptos writes a textarea's content as it is.
    let content = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    view! {
        <label for=id>{label}</label>
        <span class="hint" id=format!("{id}-hint")>{hint}</span>
        <textarea
            id=id
            name=id
            part=id
            rows=rows.to_string()
            dir="auto"
            maxlength=TEXT_MAX.to_string()
            aria-describedby=format!("{id}-hint {id}-fault")
        >
            {content}
        </textarea>
        <FieldFault field=id />
    }
}

/// What it is about, if the entity has several services.
#[component]
fn Services(scope: Scope) -> impl IntoView {
    let Scope { words, language, entity, entered } = scope;
    if entity.services.len() < 2 {
        return None;
    }
    let options = entity.services.into_iter().map(|service| group(service, language, &entered.service)).collect_view();
    Some(view! {
        <div class="field">
            <label for="service">{words.service}</label>
            <select id="service" name="service" part="service">
                <option value="">{words.service_none}</option>
                {options}
            </select>
        </div>
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
    view! { <option value=service.id.clone() lang=tag selected=service.id == chosen>{name}</option> }.into_any()
}
