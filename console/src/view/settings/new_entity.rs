//! Form that adds an entity with its websites and its first administrator.

use domain::{
    access::staff_update,
    bilingual::Named,
    entity::{
        new_entity::propose,
        settings::{NAME_MAX, SettingError},
    },
    wire::{
        InputProblem,
        console::{AddedEntity, Engaged, FirstAdministrator, NewEntity},
    },
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::{
    Parts,
    editor::{SaveOutcome, SaveStatus},
    everyone,
    rows::{Fields, text},
};
use crate::{
    effects::{
        api::{self, Failure, Reasons},
        page,
        unsaved::Unsaved,
    },
    route,
    session::session,
    words::{self, fill, localized, words},
};

/// Faults of the fields, each with the JSON Pointer to its place in the request.
type Faults = RwSignal<Vec<(String, String)>>;

/// Entity that was added, and its name.
type Added = RwSignal<Option<(AddedEntity, Named)>>;

/// View of the form, and of what was added by it.
#[component]
pub(crate) fn NewEntityView() -> impl IntoView {
    let heading = words::settings().entity_new;
    page::set_title(&format!("{heading} – {}", words().title));
    let added: Added = RwSignal::new(None);
    view! {
        <div class="desk">
            <nav class="queues" aria-label=words().people><Parts links=everyone::links(route::NEW_ENTITY) /></nav>
            <section class="settings">
                <h1 tabindex="-1">{heading}</h1>
                {move || match added.get() {
                    None => view! { <Form added /> }.into_any(),
                    Some((entity, name)) => view! { <Done entity name added /> }.into_any(),
                }}
            </section>
        </div>
    }
}

#[component]
fn Form(added: Added) -> impl IntoView {
    let session = session();
    let texts = words::settings();
    let faults: Faults = RwSignal::new(Vec::new());
    let outcome = RwSignal::new(SaveOutcome::default());
    let unsaved = Unsaved::watch(words().leave_unsaved);
    let id = RwSignal::new(String::new());
    // Until the person types a short name, it follows the English name.
    let is_own = StoredValue::new(false);
    let is_taken = move |name: &str| session.entities().iter().any(|(id, _)| id == name);
    let named = move |event| {
        if !is_own.get_value() {
            id.set(propose(&event_target_value(&event), is_taken));
        }
    };
    let typed = move |event| {
        let typed = event_target_value(&event);
        is_own.set_value(!typed.is_empty());
        id.set(typed);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(entity) = Fields::of_form(&event).map(|form| read(&form)) else { return };
        outcome.set(SaveOutcome::default());
        if let Err(errors) = entity.parse() {
            let fault = |error: domain::input::InputError| {
                (error.pointer, words::detail(&error.reason.to_string()))
            };
            return faults.set(errors.into_iter().map(fault).collect());
        }
        faults.set(Vec::new());
        spawn_local(async move {
            match session.checked(api::send::<AddedEntity>("POST", "api/entities", &entity).await) {
                Ok(entity_added) => {
                    unsaved.set(false);
                    session.renew_directory().await;
                    added.try_set(Some((entity_added, entity.name)));
                    page::focus("h1");
                }
                Err(Failure::Refused(Reasons::Described(details))) if is_taken_id(&details) => {
                    let fault = ("/id".to_owned(), texts.entity_id_taken.to_owned());
                    faults.try_set(vec![fault]);
                }
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    };
    let id_fault = move || {
        let is_taken = is_taken(&id.get()).then(|| texts.entity_id_taken.to_owned());
        is_taken.or_else(|| fault_at(faults, "/id")).unwrap_or_default()
    };
    view! {
        <form class="sheet editor" on:submit=submit on:input=move |_| unsaved.set(true)>
            <p class="hint">{texts.entity_new_hint}</p>
            <fieldset aria-label=texts.entity_new>
                {text("ar", words::settings().name_ar, String::new(), "rtl", NAME_MAX)}
                <label>{words::settings().name_en}<input name="en" required dir="ltr" lang="en" data-most=NAME_MAX.to_string() on:input=named /></label>
                <Fault faults place="/name" />
                <label>{words::settings().short_name}
                    <input name="id" required dir="ltr" maxlength="64" autocomplete="off" autocapitalize="none" spellcheck="false"
                        aria-describedby="id-hint id-fault" aria-invalid=move || (!id_fault().is_empty()).to_string()
                        prop:value=id on:input=typed />
                </label>
                <p class="hint" id="id-hint">{texts.entity_cannot_change}</p>
                <p class="fault" id="id-fault" role="alert">{id_fault}</p>
                <label for="origins">{words().origins}</label>
                <p class="hint" id="origins-hint">{words::settings().origins_hint}" "<bdi dir="ltr">"https://www.parks.example"</bdi></p>
                <textarea id="origins" name="origins" dir="ltr" rows="3" aria-describedby="origins-hint"></textarea>
                <Fault faults place="/origins" />
            </fieldset>
            <fieldset>
                <legend>{texts.entity_administrator}</legend>
                <label>{words().name}<input name="name" dir="auto" required data-most=staff_update::NAME_MAX.to_string() autocomplete="off" /></label>
                <Fault faults place="/administrator/name" />
                <label>{words().email}<input type="email" name="email" dir="ltr" required maxlength="254" autocomplete="off" /></label>
                <Fault faults place="/administrator/email" />
            </fieldset>
            <p class="tools"><button class="main">{texts.entity_new}</button><SaveStatus outcome /></p>
        </form>
    }
}

/// Returns whether the edge refuses an entity because its short name is taken. It says that of
/// nothing else in the request.
fn is_taken_id(problems: &[InputProblem]) -> bool {
    matches!(problems, [one] if one.detail == SettingError::Again.to_string())
}

/// Returns the fault of the field at a place in the request, or of a part of it.
fn fault_at(faults: Faults, place: &str) -> Option<String> {
    let is_here = |pointer: &str| {
        pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    faults.with(|faults| {
        faults.iter().find(|(pointer, _)| is_here(pointer)).map(|(_, text)| text.clone())
    })
}

/// Fault of a field, below it.
#[component]
fn Fault(faults: Faults, place: &'static str) -> impl IntoView {
    view! { <p class="fault" role="alert">{move || fault_at(faults, place)}</p> }
}

fn read(form: &Fields) -> NewEntity {
    let origins = form.get("origins");
    let origins = origins.lines().map(str::trim).filter(|line| !line.is_empty());
    NewEntity {
        id: form.get("id"),
        name: Named { ar: form.get("ar"), en: form.get("en") },
        origins: origins.map(str::to_owned).collect(),
        administrator: FirstAdministrator { name: form.get("name"), email: form.get("email") },
    }
}

/// Outcome: the form and the settings of the entity, and a note on its administrator.
#[component]
fn Done(entity: AddedEntity, name: Named, added: Added) -> impl IntoView {
    let texts = words::settings();
    let AddedEntity { entity, administrator } = entity;
    let waits = matches!(administrator, Engaged::Waiting(_));
    let form = format!("/f/{entity}");
    let another = move |_| {
        added.set(None);
        page::focus("h1");
    };
    let text = fill(texts.entity_added, "entity", &localized(&name));
    view! {
        <div class="sheet">
            <p role="status">{text}" "<a dir="ltr" href=form.clone()>{form.clone()}</a></p>
            <p>{if waits { texts.entity_waits } else { texts.entity_signs_in }}</p>
            <p class="tools">
                <a href=route::settings(&entity, "people")>{texts.entity_settings}</a>
                <button type="button" on:click=another>{texts.entity_another}</button>
            </p>
        </div>
    }
}
