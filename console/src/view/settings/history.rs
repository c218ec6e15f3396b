//! History of settings: who changed what, in words, with the values before and after, and a button
//! that restores what was before.

use domain::{
    access::policy::{self, Permission},
    entity::{change::restored, settings::Part},
    slug::Slug,
    wire::console::{SettingsEvent, SettingsHistory, Versioned},
};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;

use crate::{
    effects::{
        api::{self, Failure},
        page,
    },
    session::{Session, Toast, session},
    view::shared::{
        due::Moment,
        loaded::{Loaded, Trouble, Wait},
    },
    words::{self, words},
};

/// Changes at an API path, the latest first; of one entity, or of all.
#[component]
pub(super) fn Changes(path: String, #[prop(optional)] entity: Option<Slug>) -> impl IntoView {
    let session = session();
    let history = RwSignal::new(Loaded::<SettingsHistory>::Loading);
    let load = Callback::new(move |()| {
        let path = path.clone();
        spawn_local(async move {
            history.try_set(session.checked(api::get(&path).await).into());
        });
    });
    load.run(());
    let shown = move |events: Vec<SettingsEvent>| {
        let event = |event| view! { <Event event entity=entity.clone() reload=load /> };
        events.into_iter().map(event).collect_view().into_any()
    };
    move || match history.get() {
        Loaded::Loading => view! { <Wait /> }.into_any(),
        Loaded::Failed(failure) => {
            view! { <Trouble failure again=move || load.run(()) /> }.into_any()
        }
        Loaded::Ready(history) if history.events.is_empty() => {
            view! { <p class="nothing">{words::settings().never_changed}</p> }.into_any()
        }
        Loaded::Ready(history) => shown(history.events),
    }
}

/// One change, with its values folded away.
#[component]
fn Event(event: SettingsEvent, entity: Option<Slug>, reload: Callback<()>) -> impl IntoView {
    let session = session();
    let SettingsEvent { at, name, part, changes, before, after, .. } = event;
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default();
    let told = changes.iter().map(words::change).collect::<Vec<_>>().join("; ");
    let told = (!told.is_empty()).then(|| view! { ": "<span data-told>{told}</span> });
    let entity = entity.filter(|entity| may_restore(session, entity, part));
    let values = [pretty(&before), pretty(&after)].map(|text| {
        view! { <pre class="code" dir="ltr">{text}</pre> }
    });
    let [was, is] = values;
    let back = move |entity: Slug| {
        let before = before.clone();
        let press = move |_| {
            if page::confirms(words::settings().restore_sure) {
                let (entity, before) = (entity.clone(), before.clone());
                spawn_local(async move {
                    let outcome = session.checked(restore(&entity, part, &before).await);
                    let text = match outcome {
                        Ok(()) => words().saved.to_owned(),
                        Err(failure) => words::failure(&failure),
                    };
                    session.tell(Toast::plain(text));
                    reload.run(());
                    // The button goes with the list.
                    page::focus("h1");
                });
            }
        };
        view! { <p class="tools"><button type="button" data-restore on:click=press>{words::settings().restore}</button></p> }
    };
    view! {
        <details class="sheet">
            <summary><strong>{words::part(part.as_str())}</strong>" · "<bdi>{name}</bdi>{told}" · "<Moment at /></summary>
            <div class="columns even">
                <div><h2>{words::settings().before}</h2>{was}</div>
                <div><h2>{words::settings().after}</h2>{is}</div>
            </div>
            {entity.map(back)}
        </details>
    }
}

/// Returns whether the signed-in person may set a part back. People and entities have no part to
/// set.
fn may_restore(session: Session, entity: &Slug, part: Part) -> bool {
    let permission = match part {
        Part::People | Part::Entity => return false,
        Part::Announcements => Permission::Announce(entity),
        _ => Permission::ChangeSettings(entity),
    };
    session.me().is_some_and(|me| policy::may(&me.person(), permission))
}

/// Sets a part back to a value, as an ordinary change of what holds now.
async fn restore(entity: &Slug, part: Part, before: &Value) -> Result<(), Failure> {
    let path = format!("api/entities/{entity}/settings");
    let settings: Value = api::get(&path).await?;
    let current: Versioned<Value> =
        serde_json::from_value(settings[part.as_str()].clone()).map_err(|_| Failure::Server)?;
    let value = restored(part, before, &current.value);
    let request = Versioned { version: current.version, value };
    api::send_only("PUT", &format!("{path}/{}", part.as_str()), &request).await
}
