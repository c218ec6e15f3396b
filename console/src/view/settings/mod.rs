//! Settings of an entity, one part at a time, and the staff list.
//!
//! Each part has an editor in a file of its own. `editor` has the form around them, which sends a
//! part whole; `rows` has the fields that several editors share. `people` and `everyone` are the
//! staff lists of one entity and of all.

mod agreements;
mod alike;
mod announcements;
mod calendar;
mod chosen_file;
mod criteria;
mod editor;
mod everyone;
mod history;
mod keys;
mod new_entity;
mod origins;
mod past_cases;
mod people;
mod rows;
mod services;
mod system;
mod tag;
mod templates;
mod volumes;
mod waiting;
mod ways;
mod webhooks;

use domain::{
    access::policy::{self, Permission, Scope},
    entity::settings::Part,
    slug::Slug,
    wire::console::{Me, Settings, Versioned},
};
use leptos::{prelude::*, task::spawn_local};

use super::shared::loaded::{Loaded, Trouble, Wait};
use crate::{
    effects::{api, page},
    route,
    session::{self, session},
    words::{self, fill, words},
};
use editor::Editor;
pub(crate) use everyone::PeopleView;
pub(crate) use new_entity::NewEntityView;

/// Name of the settings' history, which is listed beside the parts.
const HISTORY: &str = "history";

/// Name of the import of past cases, which is listed for those who may import.
const PAST_CASES: &str = "past_cases";

/// Name of the API keys, which are listed for those who may make them.
const KEYS: &str = "keys";

/// Name of the transactions by month, which are listed for those who see the figures.
const VOLUMES: &str = "volumes";

/// Name of the entity's own system, which is listed for its administrators.
const SYSTEM: &str = "system";

/// Name of the webhooks, which are listed for the entity's administrators.
const WEBHOOKS: &str = "webhooks";

/// Returns whether a person may see the settings of any entity.
pub(crate) fn are_seen_by(me: &Me) -> bool {
    !Scope::of_settings(&me.person()).is_empty()
}

/// Returns whether a person may change entities, and so see the staff of all.
pub(crate) fn changes_entities(me: &Me) -> bool {
    policy::may(&me.person(), Permission::ChangeEntities)
}

/// Settings of the person's first entity, or else of the first in the directory.
#[component]
pub(crate) fn FirstSettings() -> impl IntoView {
    let session = session();
    let first = Memo::new(move |_| {
        let own = session.me().and_then(|me| session::entities_of(&me).into_iter().next());
        own.or_else(|| session.entities().first().and_then(|(id, _)| Slug::parse(id).ok()))
    });
    move || first.get().map(|entity| view! { <SettingsView entity part="people".to_owned() /> })
}

const fn name(part: Part) -> &'static str {
    part.as_str()
}

/// View of one part of an entity's settings.
#[component]
pub(crate) fn SettingsView(entity: Slug, part: String) -> impl IntoView {
    let session = session();
    let heading = words::part(&part);
    page::set_title(&format!("{heading} – {}", words().title));
    let settings = RwSignal::new(Loaded::<Settings>::Loading);
    let path = format!("api/entities/{entity}/settings");
    let load = move || {
        let path = path.clone();
        spawn_local(async move {
            settings.try_set(session.checked(api::get(&path).await).into());
        });
    };
    load();
    let may = |wish| session.me().is_some_and(|me| policy::may(&me.person(), wish));
    let may_change = may(Permission::ChangeSettings(&entity));
    let parts = Part::ALL
        .map(name)
        .into_iter()
        .chain(may_change.then_some(PAST_CASES))
        .chain(may(Permission::ManageKeys(&entity)).then_some(KEYS))
        .chain(may(Permission::SeeFigures(&entity)).then_some(VOLUMES))
        .chain(
            may(Permission::ManageWebhooks(&entity))
                .then_some([SYSTEM, WEBHOOKS])
                .into_iter()
                .flatten(),
        )
        .chain([HISTORY]);
    let links: Vec<(String, &'static str, bool)> = parts
        .map(|each| (route::settings(&entity, each), words::part(each), each == part))
        .collect();
    let scope = session.me().map(|me| Scope::of_settings(&me.person()));
    let all = Signal::derive(move || match &scope {
        Some(Scope::All) => session.entities(),
        Some(Scope::Of(entities)) => {
            entities.iter().map(|each| (each.to_string(), session.entity(each))).collect()
        }
        None => Vec::new(),
    });
    let current = part.clone();
    let choose = Callback::new(move |entity: String| {
        if let Ok(entity) = Slug::parse(&entity) {
            session.go(&route::settings(&entity, &current));
        }
    });
    let body = move |part: &str, entity: &Slug| {
        match part {
        "people" => view! { <people::Members entity=entity.clone() /> }.into_any(),
        PAST_CASES => {
            view! { <past_cases::PastCasesForm entity=entity.clone() /> }.into_any()
        }
        KEYS => view! { <keys::KeysForm entity=entity.clone() /> }.into_any(),
        VOLUMES => {
            view! { <volumes::VolumesForm entity=entity.clone() may_change /> }.into_any()
        }
        SYSTEM => view! { <system::SystemView entity=entity.clone() /> }.into_any(),
        WEBHOOKS => view! { <webhooks::WebhooksView entity=entity.clone() /> }.into_any(),
        HISTORY => {
            view! { <history::Changes path=format!("api/entities/{entity}/settings/history") entity=entity.clone() /> }
                .into_any()
        }
        _ => {
            let (part, load) = (part.to_owned(), load.clone());
            (move || match settings.get() {
                Loaded::Loading => view! { <Wait /> }.into_any(),
                Loaded::Failed(failure) => {
                    view! { <Trouble failure again=load.clone() /> }.into_any()
                }
                Loaded::Ready(settings) => of(&part, settings),
            })
            .into_any()
        }
    }
    };
    view! {
        <div class="desk">
            <nav class="queues" aria-label=words().settings>
                <Entities all chosen=Some(entity.to_string()) choose />
                <Parts links />
            </nav>
            <section class="settings">
                <h1 tabindex="-1">{heading}</h1>
                {body(&part, &entity)}
                <ways::Ways />
            </section>
        </div>
    }
}

/// Navigation among the parts. A link holds address, title, and whether it is current.
#[component]
fn Parts(links: Vec<(String, &'static str, bool)>) -> impl IntoView {
    page::reveal(".queues [aria-current]");
    view! {
        <ul>
            {links.into_iter().map(|(address, title, is_here)| view! {
                <li><a href=address aria-current=is_here.then_some("page")>{title}</a></li>
            }).collect_view()}
        </ul>
    }
}

/// Select for the entity. With `any`, the choice of no entity stands for all.
#[component]
fn Entities(
    #[prop(into)] all: Signal<Vec<(String, String)>>,
    #[prop(into)] chosen: Signal<Option<String>>,
    #[prop(optional)] any: bool,
    choose: Callback<String>,
) -> impl IntoView {
    view! {
        <label class="entity">
            <span>{words().entity}</span>
            <select on:change=move |event| choose.run(event_target_value(&event))>
                {any.then(|| view! { <option value="" selected=move || chosen.get().is_none()>{words().any}</option> })}
                {move || all.get().into_iter().map(|(id, name)| {
                    let is_here = chosen.get().as_deref() == Some(&*id);
                    view! { <option value=id selected=is_here>{name}</option> }
                }).collect_view()}
            </select>
        </label>
    }
}

/// Returns the editor of a part.
fn of(part: &str, settings: Settings) -> AnyView {
    let editor = |part| Editor::new(&settings, part);
    match part {
        "services" => services::form(
            editor(Part::Services),
            settings.services.version,
            settings.services.value,
        ),
        "agreements" => agreements::form(
            editor(Part::Agreements),
            settings.agreements.version,
            &settings.agreements.value,
        ),
        "calendar" => calendar::form(
            editor(Part::Calendar),
            settings.calendar.version,
            settings.calendar.value,
        ),
        "templates" => templates::form(
            editor(Part::Templates),
            settings.templates.version,
            settings.templates.value,
        ),
        "criteria" => criteria::form(
            editor(Part::Criteria),
            settings.criteria.version,
            &settings.criteria.value,
        ),
        "announcements" => announcements::form(editor(Part::Announcements), &settings),
        "origins" => {
            origins::form(editor(Part::Origins), settings.origins.version, &settings.origins.value)
        }
        "transcription" => transcription(editor(Part::Transcription), &settings),
        _ => {
            retention(editor(Part::Retention), settings.retention.version, settings.retention.value)
        }
    }
}

/// Returns the editor of the choice of machine transcripts.
fn transcription(editor: Editor, settings: &Settings) -> AnyView {
    let Versioned { version, value } = settings.transcription;
    let texts = words::settings();
    let hint = settings.transcriber.as_ref().map_or_else(
        || texts.transcription_none.to_owned(),
        |host| fill(texts.transcription_hint, "host", &words::isolated(host)),
    );
    let fields = view! {
        <label class="tick"><input type="checkbox" name="transcription" checked=value />{texts.transcription_on}</label>
        <p class="hint">{hint}</p>
    };
    let read = |form: &rows::Fields| Ok(form.is_ticked("transcription").into());
    editor.form(version, read, fields.into_any())
}

/// Returns the editor of the retention period of closed cases.
fn retention(editor: Editor, version: u32, days: u32) -> AnyView {
    let fields = view! {
        <label>{words::settings().retention_days}
            <input type="number" name="days" min="30" max="36500" required inputmode="numeric" value=days.to_string() />
        </label>
        <p class="hint">{words::settings().retention_hint}</p>
    };
    let read = |form: &rows::Fields| {
        form.get("days")
            .parse::<u32>()
            .map(Into::into)
            .map_err(|_| words().fault_incomplete.to_owned())
    };
    editor.form(version, read, fields.into_any())
}
