//! History of settings: who changed which part, with the values before and after.

use domain::wire::console::{SettingsEvent, SettingsHistory};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;

use crate::{
    effects::api,
    session::session,
    view::shared::{
        due::Moment,
        loaded::{Loaded, Trouble, Wait},
    },
    words::{self, words},
};

/// Changes at an API path, the latest first.
#[component]
pub(super) fn Changes(path: String) -> impl IntoView {
    let session = session();
    let history = RwSignal::new(Loaded::<SettingsHistory>::Loading);
    let load = move || {
        let path = path.clone();
        spawn_local(async move {
            history.try_set(session.checked(api::get(&path).await).into());
        });
    };
    load();
    move || match history.get() {
        Loaded::Loading => view! { <Wait /> }.into_any(),
        Loaded::Failed(failure) => view! { <Trouble failure again=load.clone() /> }.into_any(),
        Loaded::Ready(history) if history.events.is_empty() => {
            view! { <p class="nothing">{words().never_changed}</p> }.into_any()
        }
        Loaded::Ready(history) => history.events.into_iter().map(change).collect_view().into_any(),
    }
}

fn change(SettingsEvent { at, name, part, before, after, .. }: SettingsEvent) -> impl IntoView {
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default();
    view! {
        <details class="sheet">
            <summary><strong>{words::part(part.as_str())}</strong>" · "<bdi>{name}</bdi>" · "<Moment at /></summary>
            <div class="columns even">
                <div><h2>{words().before}</h2><pre class="code" dir="ltr">{pretty(&before)}</pre></div>
                <div><h2>{words().after}</h2><pre class="code" dir="ltr">{pretty(&after)}</pre></div>
            </div>
        </details>
    }
}
