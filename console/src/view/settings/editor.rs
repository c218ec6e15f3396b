//! Form that saves one part of the settings, whole, with the version that was read.
//!
//! If another person has saved in between, the edge refuses the version; the form reports it and
//! keeps the input. Unsaved input isn't left without a question.

use domain::{
    entity::settings::Part,
    slug::Slug,
    wire::console::{Settings, Versioned},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement, MouseEvent};

use super::rows::Fields;
use crate::{
    effects::{
        api::{self, Failure},
        unsaved::Unsaved,
        validity,
    },
    session::{Session, session},
    words::{self, words},
};

/// Part of an entity's settings, with the permission to change it.
#[derive(Clone)]
pub(super) struct Editor {
    session: Session,
    entity: Slug,
    part: Part,
    may_change: bool,
}

impl Editor {
    pub(super) fn new(settings: &Settings, part: Part) -> Self {
        Self {
            session: session(),
            entity: settings.entity.clone(),
            part,
            may_change: if part == Part::Announcements {
                settings.may_announce
            } else {
                settings.may_change
            },
        }
    }

    /// Returns the entity.
    pub(super) const fn entity(&self) -> &Slug {
        &self.entity
    }

    /// Returns the form around a part's fields. `read` converts them into the value to send, or
    /// returns a message about what is wrong.
    pub(super) fn form(
        self,
        version: u32,
        read: impl Fn(&Fields) -> Result<Value, String> + 'static,
        fields: AnyView,
    ) -> AnyView {
        let Editor { session, entity, part, may_change } = self;
        let version = RwSignal::new(version);
        let outcome = RwSignal::new(SaveOutcome::default());
        let unsaved = Unsaved::watch(words().leave_unsaved);
        // A row that is added or removed is a change too.
        let clicked = move |event: MouseEvent| {
            let button =
                event.target().and_then(|target| target.dyn_into::<HtmlButtonElement>().ok());
            if button.is_some_and(|button| button.type_() == "button") {
                unsaved.set(true);
            }
        };
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            let value = match Fields::of_form(&event).map(|fields| read(&fields)) {
                Some(Ok(value)) => value,
                Some(Err(text)) => return outcome.set(SaveOutcome::failed(text)),
                None => return,
            };
            let path = format!("api/entities/{entity}/settings/{}", part.as_str());
            let request = Versioned { version: version.get_untracked(), value };
            let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            spawn_local(async move {
                match session.checked(api::send::<Versioned<Value>>("PUT", &path, &request).await) {
                    Ok(next) => {
                        version.try_set(next.version);
                        unsaved.set(false);
                        outcome.try_set(SaveOutcome::saved());
                    }
                    Err(failure) => {
                        outcome.try_set(SaveOutcome::of(&failure));
                        if let Some(form) = form {
                            validity::report(&form, &words::faults(&failure));
                        }
                    }
                }
            });
        };
        view! {
            <form class="sheet editor" on:submit=submit on:input=move |_| unsaved.set(true) on:click=clicked>
                <fieldset disabled=!may_change aria-label=words::part(part.as_str())>{fields}</fieldset>
                {if may_change {
                    view! { <p class="tools"><button class="main">{words().save}</button><SaveStatus outcome /></p> }.into_any()
                } else {
                    view! { <p class="hint">{words::settings().read_only}</p> }.into_any()
                }}
            </form>
        }
        .into_any()
    }
}

/// Outcome of saving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SaveOutcome {
    pub(super) is_failure: bool,
    pub(super) text: String,
}

impl SaveOutcome {
    pub(super) fn failed(text: impl Into<String>) -> Self {
        Self { is_failure: true, text: text.into() }
    }

    /// Describes the failure of a request to save.
    pub(super) fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Stale(_) => Self::failed(words::settings().stale_settings),
            failure => Self::failed(words::failure(failure)),
        }
    }

    pub(super) fn saved() -> Self {
        Self { is_failure: false, text: words().saved.to_owned() }
    }
}

/// Message about the outcome of saving.
#[component]
pub(super) fn SaveStatus(outcome: RwSignal<SaveOutcome>) -> impl IntoView {
    view! {
        <span class="kept" role="status" data-wrong=move || outcome.with(|outcome| outcome.is_failure).to_string()>
            {move || outcome.with(|outcome| outcome.text.clone())}
        </span>
    }
}
