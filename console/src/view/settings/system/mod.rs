//! System in which an entity works on its cases: a form with templates to begin with, a test, and
//! the cases that were created there or given up.

mod faults;
mod form;
mod log;

use domain::{
    slug::Slug,
    wire::console::{ReadyTemplate, SystemSettings, SystemState, SystemTemplate, SystemTest},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde_json::json;

use super::{
    editor::{SaveOutcome, SaveStatus},
    rows::Fields,
};
use crate::{
    effects::{api, intl, page},
    session::session,
    view::shared::loaded::{Loaded, Trouble, Wait},
    words::{self, fill, words},
};

/// System of an entity.
#[component]
pub(super) fn SystemView(entity: Slug) -> impl IntoView {
    let session = session();
    let path = StoredValue::new(format!("api/entities/{entity}/system"));
    let settings = RwSignal::new(Loaded::<SystemSettings>::Loading);
    let outcome = RwSignal::new(SaveOutcome::default());
    let load = Callback::new(move |()| {
        spawn_local(async move {
            settings.try_set(session.checked(api::get(&path.get_value()).await).into());
        });
    });
    load.run(());
    view! {
        <p class="hint">{words::settings().system_hint}</p>
        {move || match settings.get() {
            Loaded::Loading => view! { <Wait /> }.into_any(),
            Loaded::Failed(failure) => {
                view! { <Trouble failure again=move || load.run(()) /> }.into_any()
            }
            Loaded::Ready(settings) => {
                view! { <One path=path.get_value() settings outcome reload=load /> }.into_any()
            }
        }}
        <log::Log path=path.get_value() />
    }
}

/// State of the system, and its form.
#[component]
fn One(
    path: String,
    settings: SystemSettings,
    outcome: RwSignal<SaveOutcome>,
    reload: Callback<()>,
) -> impl IntoView {
    let (session, texts) = (session(), words::settings());
    let path = StoredValue::new(path);
    let SystemSettings { system, ready } = settings;
    let is_stored = system.is_some();
    let has_secret = system.as_ref().is_some_and(|system| system.has_secret);
    let is_on = system.as_ref().is_none_or(|system| system.on);
    let state = system.as_ref().map(state);
    let template = RwSignal::new(system.map(|system| system.template));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(changed) = Fields::of_form(&event).map(|fields| form::read(&fields)) else {
            return;
        };
        spawn_local(async move {
            let path = path.get_value();
            match session.checked(api::send_only("PUT", &path, &changed).await) {
                Ok(()) => {
                    outcome.try_set(SaveOutcome::saved());
                    reload.run(());
                }
                Err(failure) => _ = outcome.try_set(faults::outcome(&failure)),
            }
        });
    };
    let test = move |_| {
        spawn_local(async move {
            let path = format!("{}/test", path.get_value());
            let tested = session.checked(api::send::<SystemTest>("POST", &path, &json!({})).await);
            outcome.try_set(tested.map_or_else(|failure| SaveOutcome::of(&failure), told));
        });
    };
    let remove = move |_| {
        if !page::confirms(texts.system_remove_sure) {
            return;
        }
        spawn_local(async move {
            let path = path.get_value();
            match session.checked(api::send_only("DELETE", &path, &json!({})).await) {
                Ok(()) => reload.run(()),
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    };
    view! {
        {state}
        <Ready ready template />
        <form class="sheet editor" on:submit=submit>
            {move || form::fields(template.get(), has_secret, is_on)}
            <p class="tools">
                <button class="main">{words().save}</button>
                <button type="button" on:click=test disabled=!is_stored>{texts.system_test}</button>
                <button type="button" on:click=remove disabled=!is_stored>{words().remove}</button>
                <SaveStatus outcome />
            </p>
        </form>
    }
}

/// Buttons that fill the form with a template.
#[component]
fn Ready(ready: Vec<ReadyTemplate>, template: RwSignal<Option<SystemTemplate>>) -> impl IntoView {
    let button = |each: ReadyTemplate| {
        let chosen = each.template;
        view! {
            <button type="button" on:click=move |_| template.set(Some(chosen.clone()))>
                <bdi dir="ltr">{each.name}</bdi>
            </button>
        }
    };
    view! {
        <p class="tools">
            {words::settings().system_ready}
            {ready.into_iter().map(button).collect_view()}
        </p>
    }
}

/// Describes what came of a test.
fn told(answer: SystemTest) -> SaveOutcome {
    let texts = words::settings();
    let status = answer.status.map(|status| status.to_string());
    match (answer.reason, answer.status) {
        (None, Some(_)) => {
            let id = answer.outside_id.unwrap_or_else(|| "–".to_owned());
            let text = fill(texts.system_test_done, "id", &words::isolated(&id));
            SaveOutcome { is_failure: false, text }
        }
        (reason, _) => {
            let reason: Vec<_> = status.into_iter().chain(reason).collect();
            let reason = words::isolated(&reason.join(" "));
            SaveOutcome::failed(fill(texts.system_test_failed, "reason", &reason))
        }
    }
}

/// Describes the state of the system.
fn state(system: &SystemState) -> impl IntoView + use<> {
    let texts = words::settings();
    let on = if system.on { texts.webhook_on } else { texts.webhook_off };
    let counts = fill(texts.system_counts, "waiting", &system.waiting.to_string());
    let counts = fill(&counts, "failed", &system.failed.to_string());
    let failing =
        system.failing_since.map(|at| fill(texts.webhook_failing, "time", &intl::moment(at)));
    let parts: Vec<_> = [on.to_owned(), counts].into_iter().chain(failing).collect();
    view! { <p data-system-state>{parts.join(" · ")}</p> }
}
