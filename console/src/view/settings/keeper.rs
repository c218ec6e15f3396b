//! Form that saves one part of the settings, whole, with the version that was read.
//!
//! If another person has saved in between, the edge refuses the version; the form reports it and
//! keeps the input.

use domain::{
    entity::slug::Slug,
    wire::console::{Part, Settings, Versioned},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde_json::Value;

use super::rows::Fields;
use crate::{
    effects::api::{self, Failure},
    session::{Session, session},
    view::loaded,
    words::words,
};

/// Part of an entity's settings, with the permission to change it.
#[derive(Clone)]
pub(super) struct Keeper {
    session: Session,
    entity: Slug,
    part: Part,
    may_change: bool,
}

impl Keeper {
    pub(super) fn new(settings: &Settings, part: Part) -> Self {
        Self {
            session: session(),
            entity: settings.entity.clone(),
            part,
            may_change: settings.may_change,
        }
    }

    /// Returns the entity.
    pub(super) const fn entity(&self) -> &Slug {
        &self.entity
    }
}

/// Outcome of saving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) is_wrong: bool,
    pub(super) text: String,
}

impl Kept {
    pub(super) fn wrong(text: impl Into<String>) -> Self {
        Self { is_wrong: true, text: text.into() }
    }

    pub(super) fn well() -> Self {
        Self { is_wrong: false, text: words().saved.to_owned() }
    }
}

/// Returns the form around a part's fields. `read` converts them into the value to send, or returns
/// a message about what is wrong.
pub(super) fn editor(
    keeper: Keeper,
    version: u32,
    read: impl Fn(&Fields) -> Result<Value, String> + 'static,
    fields: AnyView,
) -> AnyView {
    let Keeper { session, entity, part, may_change } = keeper;
    let version = RwSignal::new(version);
    let kept = RwSignal::new(Kept::default());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let value = match Fields::of_form(&event).map(|fields| read(&fields)) {
            Some(Ok(value)) => value,
            Some(Err(text)) => return kept.set(Kept::wrong(text)),
            None => return,
        };
        let path = format!("api/entities/{entity}/settings/{}", part.as_str());
        let sent = Versioned { version: version.get_untracked(), value };
        spawn_local(async move {
            match session.checked(api::send::<Versioned<Value>>("PUT", &path, &sent).await) {
                Ok(next) => {
                    version.try_set(next.version);
                    kept.try_set(Kept::well());
                }
                Err(Failure::Stale(_)) => _ = kept.try_set(Kept::wrong(words().stale_settings)),
                Err(failure) => _ = kept.try_set(Kept::wrong(loaded::said(&failure))),
            }
        });
    };
    view! {
        <form class="sheet editor" on:submit=submit>
            <fieldset disabled=!may_change aria-label=super::title(part.as_str())>{fields}</fieldset>
            {if may_change {
                view! { <p class="tools"><button class="main">{words().save}</button><Told kept /></p> }.into_any()
            } else {
                view! { <p class="hint">{words().read_only}</p> }.into_any()
            }}
        </form>
    }
    .into_any()
}

/// Message about the outcome of saving.
#[component]
pub(super) fn Told(kept: RwSignal<Kept>) -> impl IntoView {
    view! {
        <span class="kept" role="status" data-wrong=move || kept.with(|kept| kept.is_wrong).to_string()>
            {move || kept.with(|kept| kept.text.clone())}
        </span>
    }
}
