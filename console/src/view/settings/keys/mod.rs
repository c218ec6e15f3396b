//! API keys of an entity: a list, a form that makes one and shows it once, and a button that
//! revokes one.

use std::collections::BTreeSet;

use domain::{
    access::api_key::{KEY_NAME_MAX, Scope},
    slug::Slug,
    wire::console::{KeyView, Keys, MadeKey, NewKey},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde_json::json;

use super::editor::{SaveOutcome, SaveStatus};
use crate::{
    effects::{api, intl},
    session::session,
    words::{self, fill, words},
};

/// The keys, and the form that makes another one.
#[component]
pub(super) fn KeysForm(entity: Slug) -> impl IntoView {
    let (session, texts) = (session(), words::settings());
    let path = StoredValue::new(format!("api/entities/{entity}/keys"));
    let keys = RwSignal::new(Vec::<KeyView>::new());
    let made = RwSignal::new(None::<String>);
    let name = RwSignal::new(String::new());
    let scopes = RwSignal::new(BTreeSet::<Scope>::new());
    let outcome = RwSignal::new(SaveOutcome::default());
    let is_busy = RwSignal::new(false);
    let load = move || {
        spawn_local(async move {
            match session.checked(api::get::<Keys>(&path.get_value()).await) {
                Ok(read) => _ = keys.try_set(read.keys),
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    };
    load();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let new = NewKey { name: name.get_untracked(), scopes: scopes.get_untracked() };
        spawn_local(async move {
            let path = path.get_value();
            let answer = session.checked(api::send::<MadeKey>("POST", &path, &new).await);
            is_busy.try_set(false);
            outcome.try_set(match answer {
                Ok(MadeKey { key, view }) => {
                    keys.try_update(|keys| keys.insert(0, view));
                    made.try_set(Some(key));
                    name.try_set(String::new());
                    SaveOutcome::saved()
                }
                Err(failure) => SaveOutcome::of(&failure),
            });
        });
    };
    let revoke = Callback::new(move |id: String| {
        spawn_local(async move {
            let path = format!("{}/{id}", path.get_value());
            match session.checked(api::send_only("DELETE", &path, &json!({})).await) {
                Ok(()) => {
                    session.announce(words().saved);
                    load();
                }
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    });
    let boxes = Scope::ALL.map(|scope| view! { <ScopeBox scope scopes /> }).collect_view();
    let shown = move || {
        made.get().map(|key| {
            view! {
                <label>{texts.keys_made}
                    <input type="text" dir="ltr" readonly value=key data-key="" />
                </label>
            }
        })
    };
    let rows = move || {
        let keys = keys.get().into_iter();
        keys.map(|key| view! { <Key key revoke /> }).collect_view()
    };
    view! {
        <p class="hint">{texts.keys_hint}</p>
        <form class="sheet editor" on:submit=submit>
            <label>{texts.keys_name}
                <input type="text" required data-most=KEY_NAME_MAX.to_string() prop:value=name
                    on:input=move |event| name.set(event_target_value(&event)) />
            </label>
            <fieldset><legend>{texts.keys_scopes}</legend>{boxes}</fieldset>
            <div class="tools">
                <button class="main" disabled=is_busy>{texts.keys_make}</button>
            </div>
        </form>
        <SaveStatus outcome />
        {shown}
        <ul class="events">{rows}</ul>
    }
}

/// Box of one scope.
#[component]
fn ScopeBox(scope: Scope, scopes: RwSignal<BTreeSet<Scope>>) -> impl IntoView {
    let change = move |event| {
        let is_chosen = event_target_checked(&event);
        scopes.update(|scopes| {
            if is_chosen {
                scopes.insert(scope)
            } else {
                scopes.remove(&scope)
            };
        });
    };
    view! { <label class="tick"><input type="checkbox" on:change=change />{name_of(scope)}</label> }
}

/// Returns what a key with this scope may do, in words.
fn name_of(scope: Scope) -> &'static str {
    let texts = words::settings();
    match scope {
        Scope::Open311 => texts.keys_open311,
        Scope::Cases => texts.keys_cases,
        Scope::Figures => texts.keys_figures,
    }
}

/// One key with its scopes, its last use, and the button that revokes it.
#[component]
fn Key(key: KeyView, revoke: Callback<String>) -> impl IntoView {
    let texts = words::settings();
    let scopes: Vec<_> = key.scopes.iter().map(|scope| name_of(*scope)).collect();
    let used = match key.last_used_at {
        Some(at) => fill(texts.keys_used, "time", &intl::moment(at)),
        None => texts.keys_unused.to_owned(),
    };
    let (id, name) = (String::from(key.id), key.name.as_str().to_owned());
    let label = format!("{}: {name}", texts.keys_revoke);
    view! {
        <li>
            <strong><bdi>{name}</bdi></strong>" "{scopes.join(" · ")}" "
            <span class="hint">{used}</span>" "
            <button type="button" aria-label=label on:click=move |_| revoke.run(id.clone())>
                {texts.keys_revoke}
            </button>
        </li>
    }
}
