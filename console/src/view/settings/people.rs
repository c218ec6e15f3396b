//! Who is there for an entity, and for what.

use domain::{
    entity::Slug,
    staff::Role,
    wire::console::{Colleague, Engagement, People},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::{
    keeper::{Kept, Told},
    rows::Fields,
};
use crate::{
    effects::api::{self, Failure},
    session::session,
    view::loaded::{self, Loaded, Trouble, Wait},
    words::{self, words},
};

/// Everyone, and a way to add someone.
#[component]
pub(super) fn Members(entity: Slug) -> impl IntoView {
    let session = session();
    let people = RwSignal::new(Loaded::<People>::Waiting);
    let path = format!("api/entities/{entity}/people");
    let load = move || {
        let path = path.clone();
        spawn_local(async move {
            people.try_set(session.checked(api::get(&path).await).into());
        });
    };
    load();
    let reload = Callback::new(move |()| load());
    move || match people.get() {
        Loaded::Waiting => view! { <Wait /> }.into_any(),
        Loaded::Failed(failure) => view! { <Trouble failure again=move || reload.run(()) /> }.into_any(),
        Loaded::Here(People { people, may_change }) => {
            let someone_new = may_change.then(|| view! { <Someone entity=entity.clone() person=None may_change reload /> });
            view! {
                {people.into_iter().map(|person| view! { <Someone entity=entity.clone() person=Some(person) may_change reload /> }).collect_view()}
                {someone_new}
            }
            .into_any()
        }
    }
}

/// One person, folded away until someone looks closer.
#[component]
fn Someone(entity: Slug, person: Option<Colleague>, may_change: bool, reload: Callback<()>) -> impl IntoView {
    let session = session();
    let kept = RwSignal::new(Kept::default());
    let (id, version) = person.as_ref().map_or(("new".to_owned(), 0), |person| (person.id.as_str().to_owned(), person.version));
    let roles = person.as_ref().map(|person| person.roles.clone()).unwrap_or_default();
    let all = [Role::Employee(entity.clone()), Role::Supervisor(entity.clone()), Role::Administrator(entity.clone())];
    let held: Vec<&str> = all.iter().filter(|role| roles.contains(role)).map(words::role).collect();
    let summary = match &person {
        Some(person) if person.active => format!("{} · {}", person.name, held.join(" · ")),
        Some(person) => format!("{} · {}", person.name, words().person_inactive),
        None => words().person_new.to_owned(),
    };
    let path = format!("api/entities/{entity}/people/{id}");
    let offered = all.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = Fields::of_form(&event) else { return };
        let roles = offered
            .iter()
            .enumerate()
            .filter(|(place, _)| form.is_ticked(&format!("role{place}")))
            .map(|(_, role)| role.clone())
            .collect();
        let engagement =
            Engagement { name: form.get("name"), email: form.get("email"), roles, active: form.is_ticked("active"), version };
        let path = path.clone();
        spawn_local(async move {
            match session.checked(api::send::<Colleague>("PUT", &path, &engagement).await) {
                Ok(_) => {
                    session.tell(words().saved);
                    reload.run(());
                }
                Err(Failure::Stale(_)) => _ = kept.try_set(Kept::wrong(words().stale_settings)),
                Err(failure) => _ = kept.try_set(Kept::wrong(loaded::said(&failure))),
            }
        });
    };
    let (name, email, active) =
        person.map_or_else(|| (String::new(), None, true), |person| (person.name, person.email, person.active));
    view! {
        <details class="sheet person">
            <summary><bdi>{summary.clone()}</bdi></summary>
            <form class="editor" aria-label=summary.clone() on:submit=submit>
                <fieldset disabled=!may_change aria-label=summary.clone()>
                    <label>{words().name}<input name="name" dir="auto" required maxlength="200" autocomplete="off" value=name /></label>
                    <label>{words().email}<input type="email" name="email" dir="ltr" required maxlength="254" autocomplete="off" value=email /></label>
                    <fieldset class="radios" aria-label=format!("{}: {summary}", words().roles)>
                        <legend>{words().roles}</legend>
                        {all.iter().enumerate().map(|(place, role)| view! {
                            <label class="tick">
                                <input type="checkbox" name=format!("role{place}-{id}") checked=roles.contains(role) />{words::role(role)}
                            </label>
                        }).collect_view()}
                    </fieldset>
                    <label class="tick"><input type="checkbox" name=format!("active-{id}") checked=active />{words().person_active}</label>
                </fieldset>
                {may_change.then(|| view! { <p class="tools"><button class="main">{words().save}</button><Told kept /></p> })}
            </form>
        </details>
    }
}
