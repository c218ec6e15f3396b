//! Select for a member of an entity's staff.

use domain::{
    slug::Slug,
    staff::Role,
    wire::console::{Colleague, People},
};
use leptos::{prelude::*, task::spawn_local};

use super::kept;
use crate::{effects::api, session::session, words::words};

/// Select with the active employees and supervisors of an entity.
#[component]
pub(crate) fn Colleagues(entity: Slug, name: &'static str, label: &'static str) -> impl IntoView {
    let session = session();
    let people = RwSignal::new(Vec::<Colleague>::new());
    spawn_local(async move {
        if let Ok(all) =
            session.checked(api::get::<People>(&format!("api/entities/{entity}/people")).await)
        {
            people.try_set(all.people.into_iter().filter(answers).collect());
        }
    });
    let field = NodeRef::<leptos::html::Select>::new();
    // A draft may have chosen somebody before the list was there.
    Effect::new(move |_| {
        people.track();
        request_animation_frame(move || {
            if let Some(field) = field.try_get_untracked().flatten() {
                kept::select_awaited(&field);
            }
        });
    });
    view! {
        <label>{label}
            <select name=name required node_ref=field>
                <option value="">{words().choose}</option>
                {move || people.get().into_iter().map(|person| view! {
                    <option value=person.id.as_str().to_owned()>{person.name}</option>
                }).collect_view()}
            </select>
        </label>
    }
}

fn answers(person: &Colleague) -> bool {
    person.active && person.roles.iter().any(Role::handles_cases)
}
