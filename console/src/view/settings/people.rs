//! Staff list: people with their roles, for one entity or for all.

use domain::{
    slug::Slug,
    staff::Role,
    wire::console::{Colleague, Engaged, Engagement, People},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::{
    editor::{SaveOutcome, SaveStatus},
    rows::Fields,
    waiting,
};
use crate::{
    effects::api,
    route,
    session::session,
    view::shared::loaded::{Loaded, Trouble, Wait},
    words::{self, words},
};

/// Staff of one entity.
#[component]
pub(super) fn Members(entity: Slug) -> impl IntoView {
    let session = session();
    let people = RwSignal::new(Loaded::<People>::Loading);
    let path = StoredValue::new(format!("api/entities/{entity}/people"));
    let load = Callback::new(move |()| {
        spawn_local(async move {
            people.try_set(session.checked(api::get(&path.get_value()).await).into());
        });
    });
    load.run(());
    list(people, Some(entity), load)
}

/// Renders a list of people with a form to add one. Without an entity the roles are those for all
/// entities.
pub(super) fn list(
    people: RwSignal<Loaded<People>>,
    entity: Option<Slug>,
    reload: Callback<()>,
) -> impl IntoView {
    move || match people.get() {
        Loaded::Loading => view! { <Wait /> }.into_any(),
        Loaded::Failed(failure) => {
            view! { <Trouble failure again=move || reload.run(()) /> }.into_any()
        }
        Loaded::Ready(People { people, may_change, waiting }) => {
            let all = people.into_iter().map(Some).chain(may_change.then_some(None));
            let all = all
                .map(|person| view! { <Person entity=entity.clone() person may_change reload /> })
                .collect_view();
            view! { {waiting::list(waiting, reload)}{all} }.into_any()
        }
    }
}

/// Returns the roles that can be granted at an entity, or for all entities.
fn grantable_roles(entity: Option<&Slug>) -> [Role; 3] {
    match entity {
        Some(entity) => [
            Role::Employee(entity.clone()),
            Role::Supervisor(entity.clone()),
            Role::Administrator(entity.clone()),
        ],
        None => [Role::DecisionMaker, Role::Auditor, Role::PlatformAdministrator],
    }
}

/// One person, folded away by default.
#[component]
fn Person(
    entity: Option<Slug>,
    person: Option<Colleague>,
    may_change: bool,
    reload: Callback<()>,
) -> impl IntoView {
    let session = session();
    let outcome = RwSignal::new(SaveOutcome::default());
    let (id, version) = person
        .as_ref()
        .map_or(("new".to_owned(), 0), |person| (person.id.as_str().to_owned(), person.version));
    let roles = person.as_ref().map(|person| person.roles.clone()).unwrap_or_default();
    let all = grantable_roles(entity.as_ref());
    let is_everywhere = entity.is_none();
    let summary_roles = roles.clone();
    let role = move |role: &Role| match role.entity() {
        Some(entity) if is_everywhere => {
            format!("{} – {}", words::role(role), session.entity(entity))
        }
        _ => words::role(role).to_owned(),
    };
    let name_and_activity = person.as_ref().map(|person| (person.name.clone(), person.active));
    // A signal, since the names of entities may load later.
    let summary = Signal::derive(move || match &name_and_activity {
        // The name is isolated, so that its script doesn't reorder the text after it.
        Some((name, true)) => std::iter::once(format!("\u{2068}{name}\u{2069}"))
            .chain(summary_roles.iter().map(role))
            .collect::<Vec<_>>()
            .join(" · "),
        Some((name, false)) => format!("\u{2068}{name}\u{2069} · {}", words().person_inactive),
        None => words().person_new.to_owned(),
    });
    // Roles at an entity are changed in that entity's list.
    let elsewhere: Vec<Slug> = if is_everywhere {
        roles.iter().filter_map(Role::entity).cloned().collect()
    } else {
        Vec::new()
    };
    let place = entity
        .map_or_else(|| "api/people".to_owned(), |entity| format!("api/entities/{entity}/people"));
    let path = format!("{place}/{id}");
    let grantable = all.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(form) = Fields::of_form(&event) else { return };
        let roles = grantable
            .iter()
            .enumerate()
            .filter(|(place, _)| form.is_ticked(&format!("role{place}")))
            .map(|(_, role)| role.clone())
            .collect();
        let engagement = Engagement {
            name: form.get("name"),
            email: form.get("email"),
            roles,
            active: form.is_ticked("active"),
            version,
        };
        let path = path.clone();
        spawn_local(async move {
            match session.checked(api::send::<Engaged>("PUT", &path, &engagement).await) {
                Ok(engaged) => {
                    let waits = matches!(engaged, Engaged::Waiting(_));
                    session.announce(if waits { words().saved_waiting } else { words().saved });
                    reload.run(());
                }
                Err(failure) => _ = outcome.try_set(SaveOutcome::of(&failure)),
            }
        });
    };
    // An address identifies a person at all entities.
    let is_fixed = may_change && person.is_some() && !is_everywhere;
    let fixed = format!("email-fixed-{id}");
    let (name, email, active) = person.map_or_else(
        || (String::new(), None, true),
        |person| (person.name, person.email, person.active),
    );
    view! {
        <details class="sheet person">
            <summary>{summary}</summary>
            <form class="editor" aria-label=summary on:submit=submit>
                <fieldset disabled=!may_change aria-label=summary>
                    <label>{words().name}<input name="name" dir="auto" required maxlength="200" autocomplete="off" value=name /></label>
                    <label>{words().email}<input type="email" name="email" dir="ltr" required maxlength="254" autocomplete="off" readonly=is_fixed aria-describedby=is_fixed.then(|| fixed.clone()) value=email /></label>
                    {is_fixed.then(|| view! { <p class="hint" id=fixed>{words().email_fixed}</p> })}
                    <fieldset class="radios" aria-label=move || format!("{}: {}", words().roles, summary.get())>
                        <legend>{words().roles}</legend>
                        {all.iter().enumerate().map(|(place, role)| view! {
                            <label class="tick">
                                <input type="checkbox" name=format!("role{place}-{id}") checked=roles.contains(role) />{words::role(role)}
                            </label>
                        }).collect_view()}
                    </fieldset>
                    <label class="tick"><input type="checkbox" name=format!("active-{id}") checked=active />{words().person_active}</label>
                </fieldset>
                {elsewhere.into_iter().map(|entity| {
                    let address = route::settings(&entity, "people");
                    view! { <p><a href=address>{move || session.entity(&entity)}</a></p> }
                }).collect_view()}
                {may_change.then(|| view! { <p class="tools"><button class="main">{words().save}</button><SaveStatus outcome /></p> })}
            </form>
        </details>
    }
}
