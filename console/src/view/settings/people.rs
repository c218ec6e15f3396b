//! Staff list: people with their roles, for one entity or for all.

use domain::{
    access::staff_update::NAME_MAX,
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
    effects::{api, unsaved::Unsaved},
    route,
    session::{Toast, session},
    view::shared::loaded::{Loaded, Trouble, Wait},
    words::{self, fill, words},
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
/// entities. A reload keeps the rows of those who haven't changed, with what is typed in them.
pub(super) fn list(
    people: RwSignal<Loaded<People>>,
    entity: Option<Slug>,
    reload: Callback<()>,
) -> impl IntoView {
    let state = Memo::new(move |_| {
        people.with(|people| match people {
            Loaded::Loading => Loaded::Loading,
            Loaded::Failed(failure) => Loaded::Failed(failure.clone()),
            Loaded::Ready(people) => Loaded::Ready(people.may_change),
        })
    });
    move || match state.get() {
        Loaded::Loading => view! { <Wait /> }.into_any(),
        Loaded::Failed(failure) => {
            view! { <Trouble failure again=move || reload.run(()) /> }.into_any()
        }
        Loaded::Ready(may_change) => {
            view! { <Rows people entity=entity.clone() may_change reload /> }.into_any()
        }
    }
}

/// Rows of the people, and a blank form for a new person, which is replaced by another once the
/// person is added.
#[component]
fn Rows(
    people: RwSignal<Loaded<People>>,
    entity: Option<Slug>,
    may_change: bool,
    reload: Callback<()>,
) -> impl IntoView {
    let of = move |read: fn(&People) -> Vec<Colleague>| {
        people.with(
            |people| if let Loaded::Ready(people) = people { read(people) } else { Vec::new() },
        )
    };
    let waiting = move || {
        people.with(|people| match people {
            Loaded::Ready(people) => people.waiting.clone(),
            Loaded::Loading | Loaded::Failed(_) => Vec::new(),
        })
    };
    let number = RwSignal::new(0_u32);
    let added = Callback::new(move |()| {
        number.update(|number| *number += 1);
        reload.run(());
    });
    let here = entity.clone();
    let sought = RwSignal::new(String::new());
    let found = move || {
        let fits = |person: &Colleague| sought.with(|sought| fits(&known_as(person), sought));
        of(|people| people.people.clone()).iter().filter(|person| fits(person)).count()
    };
    view! {
        {move || waiting::list(waiting(), reload)}
        <label>{words::settings().people_search}
            <input type="search" name="sought" dir="auto" autocomplete="off" on:input=move |event| sought.set(event_target_value(&event)) />
        </label>
        <p class="hint" role="status">{move || fill(words().shown, "count", &found().to_string())}</p>
        <For
            each=move || of(|people| people.people.clone())
            key=|person| (person.id.as_str().to_owned(), person.version)
            let:person
        >
            <Person entity=entity.clone() person=Some(person) sought may_change saved=reload />
        </For>
        <For
            each=move || may_change.then(|| number.get())
            key=|number| *number
            let:_number
        >
            <Person entity=here.clone() person=None sought may_change saved=added />
        </For>
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

/// Returns the texts by which a person is found, in lower case.
fn known_as(person: &Colleague) -> String {
    [&*person.name, person.email.as_deref().unwrap_or_default()].join(" ").to_lowercase()
}

/// Returns whether all words that are searched for stand in a person's texts.
fn fits(known: &str, sought: &str) -> bool {
    sought.to_lowercase().split_whitespace().all(|word| known.contains(word))
}

/// Returns the question to ask before an address is changed, since a new address means a new
/// account.
fn question(engagement: &Engagement, before: Option<&str>) -> Option<String> {
    let before = before.filter(|before| *before != engagement.email)?;
    let text = fill(words::settings().email_sure, "name", &isolated(&engagement.name));
    let text = fill(&text, "email", &isolated(&engagement.email));
    Some(fill(&text, "before", &isolated(before)))
}

/// Isolates a text, so that its script doesn't reorder the text around it.
fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// One person, folded away by default.
#[component]
fn Person(
    entity: Option<Slug>,
    person: Option<Colleague>,
    sought: RwSignal<String>,
    may_change: bool,
    saved: Callback<()>,
) -> impl IntoView {
    let session = session();
    let known = person.as_ref().map(known_as);
    let is_hidden =
        move || known.as_ref().is_some_and(|known| sought.with(|sought| !fits(known, sought)));
    let outcome = RwSignal::new(SaveOutcome::default());
    let unsaved = Unsaved::watch(words().leave_unsaved);
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
        Some((name, true)) => std::iter::once(isolated(name))
            .chain(summary_roles.iter().map(role))
            .collect::<Vec<_>>()
            .join(" · "),
        Some((name, false)) => {
            format!("{} · {}", isolated(name), words::settings().person_inactive)
        }
        None => words::settings().person_new.to_owned(),
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
    let before = person.as_ref().and_then(|person| person.email.clone());
    // Address that the person was asked about.
    let sure_of = StoredValue::new(None::<String>);
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
        if let Some(question) = question(&engagement, before.as_deref())
            && sure_of.get_value().as_ref() != Some(&engagement.email)
        {
            sure_of.set_value(Some(engagement.email));
            return outcome.set(SaveOutcome::failed(question));
        }
        let path = path.clone();
        spawn_local(async move {
            match session.checked(api::send::<Engaged>("PUT", &path, &engagement).await) {
                Ok(engaged) => {
                    let waits = matches!(engaged, Engaged::Waiting(_));
                    let text = if waits { words::settings().saved_waiting } else { words().saved };
                    session.tell(Toast::plain(text.to_owned()));
                    unsaved.set(false);
                    saved.run(());
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
        <details class="sheet person" hidden=is_hidden>
            <summary>{summary}</summary>
            <form class="editor" aria-label=summary on:submit=submit on:input=move |_| unsaved.set(true)>
                <fieldset disabled=!may_change aria-label=summary>
                    <label>{words().name}<input name="name" dir="auto" required data-most=NAME_MAX.to_string() autocomplete="off" value=name /></label>
                    <label>{words().email}<input type="email" name="email" dir="ltr" required maxlength="254" autocomplete="off" readonly=is_fixed aria-describedby=is_fixed.then(|| fixed.clone()) value=email /></label>
                    {is_fixed.then(|| view! { <p class="hint" id=fixed>{words::settings().email_fixed}</p> })}
                    <fieldset class="radios" aria-label=move || format!("{}: {}", words::settings().roles, summary.get())>
                        <legend>{words::settings().roles}</legend>
                        {all.iter().enumerate().map(|(place, role)| view! {
                            <label class="tick">
                                <input type="checkbox" name=format!("role{place}-{id}") checked=roles.contains(role) />{words::role(role)}
                            </label>
                        }).collect_view()}
                    </fieldset>
                    <label class="tick"><input type="checkbox" name=format!("active-{id}") checked=active />{words::settings().person_active}</label>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_parts_of_name_and_address_in_any_order() {
        let known = "maryam al falasi maryam@rta.ae";
        for sought in ["", " ", "Falasi mary", "RTA.ae", "maryam@"] {
            assert!(fits(known, sought), "{sought}");
        }
        for sought in ["omar", "maryam haddad"] {
            assert!(!fits(known, sought), "{sought}");
        }
    }

    #[test]
    fn only_another_address_is_asked_about() {
        let engagement = Engagement {
            name: "Mona".to_owned(),
            email: "mona@staff.example".to_owned(),
            roles: Vec::new(),
            active: true,
            version: 1,
        };
        assert_eq!(question(&engagement, None), None);
        assert_eq!(question(&engagement, Some("mona@staff.example")), None);
        let text = question(&engagement, Some("salma@staff.example")).unwrap();
        for part in ["Mona", "mona@staff.example", "salma@staff.example"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
