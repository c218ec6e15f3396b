//! Activity, for auditors: all that people have done and read over all cases, by person and days,
//! and as a file.

use domain::{
    staff::StaffId,
    wire::console::{
        ActivePeople, ActivePerson, Activity, ActivityEntry, ActivityFilter, Done, Names,
        ReadingKind,
    },
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use super::{
    case,
    shared::{
        due::Instant,
        form_data::field,
        loaded::{Loaded, Trouble, Wait},
    },
};
use crate::{
    effects::{
        api::{self, Failure},
        download, page,
    },
    route::{
        self,
        query::{encode, parameter},
    },
    session::{Session, Toast, session},
    words::{self, words},
};

/// Names of the fields and of the parameters in the address.
const FIELDS: [&str; 3] = ["person", "from", "to"];

/// List of the activity with the fields that narrow it down, and a button for the file.
#[component]
pub(crate) fn ActivityView() -> impl IntoView {
    let session = session();
    page::set_title(&format!("{} – {}", words::settings().activity, words().title));
    let list = RwSignal::new(Loaded::<Activity>::Loading);
    let query = Memo::new(move |_| query(&session.address.get()));
    let load = move || {
        let requested = query.get_untracked();
        spawn_local(async move {
            let path = format!("api/activity?{requested}");
            let outcome = session.checked(api::get(&path).await).into();
            // Others may have been chosen meanwhile.
            if query.try_get_untracked() == Some(requested) {
                list.try_set(outcome);
            }
        });
    };
    Effect::new(move |_| {
        query.track();
        list.set(Loaded::Loading);
        load();
    });
    let more = move |after: String| {
        let requested = query.get_untracked();
        spawn_local(async move {
            let path = format!("api/activity?{requested}&after={}", encode(&after));
            let outcome = session.checked(api::get::<Activity>(&path).await);
            if query.try_get_untracked() == Some(requested) {
                match outcome {
                    Ok(page) => _ = list.try_update(|list| append(list, page)),
                    Err(failure) => _ = list.try_set(Loaded::Failed(failure)),
                }
            }
        });
    };
    view! {
        <article class="case">
            <header class="heading">
                <p class="ways"><a class="back" href=route::SECURITY>{words().security}</a></p>
                <h1 tabindex="-1">{words::settings().activity}</h1>
            </header>
            <p class="hint">{words::settings().activity_hint}</p>
            <Filter />
            {move || match list.get() {
                Loaded::Loading => view! { <Wait /> }.into_any(),
                Loaded::Failed(failure) => view! { <Trouble failure again=load /> }.into_any(),
                Loaded::Ready(Activity { entries, .. }) if entries.is_empty() => {
                    view! { <p role="status">{words().nothing_found}</p> }.into_any()
                }
                Loaded::Ready(Activity { entries, next, names }) => view! {
                    <ol class="sheet events activity">
                        {entries.iter().map(|entry| view! { <li>{line(session, entry, &names)}</li> }).collect_view()}
                    </ol>
                    {next.map(|after| view! {
                        <p class="more"><button type="button" on:click=move |_| more(after.clone())>{words().more}</button></p>
                    })}
                }
                .into_any(),
            }}
        </article>
    }
}

/// Returns the parameters of an address that narrow the list down, as a query.
fn query(address: &str) -> String {
    let pair = |name: &str| Some(format!("{name}={}", encode(&parameter(address, name)?)));
    FIELDS.into_iter().filter_map(pair).collect::<Vec<_>>().join("&")
}

/// Appends a page of earlier entries to those that are shown.
fn append(list: &mut Loaded<Activity>, page: Activity) {
    if let Loaded::Ready(shown) = list {
        shown.entries.extend(page.entries);
        shown.names.extend(page.names);
        shown.next = page.next;
    }
}

/// Fields for the person and the days, which are parameters of the address, and the button for the
/// file, which holds what the address names.
#[component]
fn Filter() -> impl IntoView {
    let session = session();
    let people = RwSignal::new(Vec::<ActivePerson>::new());
    let failure = RwSignal::new(None::<Failure>);
    let is_running = RwSignal::new(false);
    spawn_local(async move {
        match session.checked(api::get::<ActivePeople>("api/activity/people").await) {
            Ok(all) => _ = people.try_set(all.people),
            Err(reason) => _ = failure.try_set(Some(reason)),
        }
    });
    let of = move |name: &'static str| parameter(&session.address.get(), name).unwrap_or_default();
    let show = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = FIELDS.map(|name| (name, field(&event, name)));
        let pair = |(name, value): (&str, String)| format!("{name}={}", encode(&value));
        let pairs = typed.into_iter().filter(|(_, value)| !value.is_empty()).map(pair);
        let query = pairs.collect::<Vec<_>>().join("&");
        session.go(&format!("{}?{query}", route::ACTIVITY));
    };
    let export = move |_| {
        if is_running.get_untracked() {
            return;
        }
        is_running.set(true);
        failure.set(None);
        let chosen = filter(&session.address.get_untracked());
        spawn_local(async move {
            match session.checked(api::file("api/activity/export", &chosen).await) {
                Ok(bytes) if download::save(&bytes, "text/csv", "activity.csv") => {
                    session.tell(Toast::plain(words::settings().export_done.to_owned()));
                }
                Ok(_) => _ = failure.try_set(Some(Failure::Server)),
                Err(reason) => _ = failure.try_set(Some(reason)),
            }
            is_running.try_set(false);
        });
    };
    view! {
        <form class="sheet" on:submit=show>
            <fieldset class="row">
                <legend>{words().filters}</legend>
                <label>{words::settings().person}
                    <select name="person">
                        <option value="" selected=move || of("person").is_empty()>{words::settings().everybody}</option>
                        {move || people.get().into_iter().map(|person| {
                            let is_chosen = of("person") == person.id.as_str();
                            view! { <option value=person.id.as_str().to_owned() selected=is_chosen>{named(session, &person)}</option> }
                        }).collect_view()}
                    </select>
                </label>
                <label>{words::settings().first_day}<input type="date" name="from" prop:value=move || of("from") /></label>
                <label>{words::settings().last_day}<input type="date" name="to" prop:value=move || of("to") /></label>
            </fieldset>
            <div class="tools">
                <button class="main">{words::settings().show}</button>
                <button type="button" data-export disabled=is_running on:click=export>{words::settings().export}</button>
            </div>
            {move || failure.get().map(|failure| view! { <p class="trouble" role="alert">{words::failure(&failure)}</p> })}
        </form>
    }
}

/// Returns the filter that an address names.
fn filter(address: &str) -> ActivityFilter {
    let of = |name: &str| parameter(address, name);
    ActivityFilter {
        person: of("person").and_then(|id| StaffId::parse(&id).ok()),
        from: of("from").and_then(|day| day.parse().ok()),
        to: of("to").and_then(|day| day.parse().ok()),
    }
}

/// Returns a person's name with their entities, which tell people of one name apart.
fn named(session: Session, person: &ActivePerson) -> String {
    let entities = person.entities.iter().map(|entity| session.entity(entity));
    [person.name.clone()].into_iter().chain(entities).collect::<Vec<_>>().join(" · ")
}

fn line(session: Session, entry: &ActivityEntry, names: &Names) -> impl IntoView + use<> {
    let name = names.get(&entry.person).cloned().unwrap_or_else(|| words().someone.to_owned());
    let what = match &entry.what {
        Done::Act { deed: Some(deed), .. } => words::done(deed),
        Done::Act { deed: None, .. } => words().unreadable,
        Done::Read { what: ReadingKind::Case } => words::settings().read_case,
        Done::Read { what: ReadingKind::File } => words::settings().read_file,
        Done::Read { what: ReadingKind::Excerpt } => words::settings().read_excerpt,
    };
    let detail = match &entry.what {
        Done::Act { entity, from: Some(from), .. } => Some(case::moved(session, from, entity)),
        Done::Act { deed: Some(deed), .. } => case::detail(session, deed, names),
        _ => None,
    };
    let reason = entry.reason().map(str::to_owned);
    let reference = entry.reference;
    view! {
        <strong><bdi>{name}</bdi></strong>" "<span>{what}</span>
        {detail.map(|detail| view! { ": "<bdi>{detail}</bdi> })}" "
        <a href=route::case(reference)><bdi dir="ltr">{reference.to_string()}</bdi></a>" "
        <span class="hint"><Instant at=entry.at /></span>
        {reason.map(case::reason)}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_names_person_and_days_and_nothing_else_is_asked_for() {
        let address = "/console/security/activity?to=2026-11-30&x=1&from=2026-11-01&person=";
        assert_eq!(query(address), "from=2026-11-01&to=2026-11-30");
        let filter = filter(address);
        assert_eq!(filter.person, None);
        assert_eq!(filter.from.map(|day| day.to_string()).as_deref(), Some("2026-11-01"));
        assert_eq!(filter.to.map(|day| day.to_string()).as_deref(), Some("2026-11-30"));
    }
}
