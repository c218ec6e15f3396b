//! Log of security events, for auditors: who signed in, was refused, gained rights, or took data
//! out.

use domain::{
    access::security_event::{Cause, Incident},
    staff::{Role, StaffId},
    wire::console::{Names, SecurityEntry, SecurityEvents},
};
use leptos::{prelude::*, task::spawn_local};

use super::shared::{
    due::Instant,
    loaded::{Loaded, Trouble, Wait},
};
use crate::{
    effects::{api, intl, page},
    route,
    session::{Session, session},
    words::{self, words},
};

/// The log, the latest entry first, with a button for earlier entries.
#[component]
pub(crate) fn SecurityView() -> impl IntoView {
    let session = session();
    page::set_title(&format!("{} – {}", words().security, words().title));
    let log = RwSignal::new(Loaded::<SecurityEvents>::Loading);
    let load = move || {
        spawn_local(async move {
            log.try_set(session.checked(api::get("api/security-events").await).into());
        });
    };
    load();
    let more = move |before: u64| {
        spawn_local(async move {
            let path = format!("api/security-events?before={before}");
            match session.checked(api::get::<SecurityEvents>(&path).await) {
                Ok(page) => _ = log.try_update(|log| append(log, page)),
                Err(failure) => _ = log.try_set(Loaded::Failed(failure)),
            }
        });
    };
    view! {
        <article class="case">
            <header class="heading">
                <h1 tabindex="-1">{words().security}</h1>
                <p class="ways"><a href=route::ACTIVITY>{words::settings().activity}</a></p>
            </header>
            <p class="hint">{words::settings().security_hint}</p>
            {move || match log.get() {
                Loaded::Loading => view! { <Wait /> }.into_any(),
                Loaded::Failed(failure) => view! { <Trouble failure again=load /> }.into_any(),
                Loaded::Ready(SecurityEvents { events, next, names }) => view! {
                    <ol class="sheet events">
                        {events.iter().map(|entry| view! { <li>{line(session, entry, &names)}</li> }).collect_view()}
                    </ol>
                    {next.map(|before| view! {
                        <p class="more"><button type="button" on:click=move |_| more(before)>{words().more}</button></p>
                    })}
                }
                .into_any(),
            }}
        </article>
    }
}

/// Appends a page of earlier entries to those that are shown.
fn append(log: &mut Loaded<SecurityEvents>, page: SecurityEvents) {
    if let Loaded::Ready(shown) = log {
        shown.events.extend(page.events);
        shown.names.extend(page.names);
        shown.next = page.next;
    }
}

fn line(session: Session, entry: &SecurityEntry, names: &Names) -> impl IntoView + use<> {
    let cause = match &entry.by {
        Cause::Staff(id) => name(id, names),
        Cause::Customer => words().customer.to_owned(),
        Cause::System => words().clockwork.to_owned(),
        Cause::Operator => words::settings().operator.to_owned(),
        Cause::Unknown => words().someone.to_owned(),
    };
    let details = details(session, &entry.what, names);
    let details =
        details.into_iter().map(|detail| view! { " · "<bdi>{detail}</bdi> }).collect_view();
    view! {
        <strong><bdi>{cause}</bdi></strong>" "<span>{words::incident(&entry.what)}</span>
        {details}" "<span class="hint"><Instant at=entry.at /></span>
    }
}

fn name(id: &StaffId, names: &Names) -> String {
    names.get(id).cloned().unwrap_or_else(|| words().someone.to_owned())
}

/// Returns what an event is about: the person, roles, case, setting, call or number.
fn details(session: Session, incident: &Incident, names: &Names) -> Vec<String> {
    let role = |sign: &str, role: &Role| match role.entity() {
        Some(entity) => format!("{sign}{} ({})", words::role(role), session.entity(entity)),
        None => format!("{sign}{}", words::role(role)),
    };
    let people = incident.staff().into_iter().map(|id| name(id, names));
    let mut details: Vec<String> = people.collect();
    match incident {
        Incident::CallRefused { call } => details.push(call.clone()),
        Incident::ConfirmationRequested { given, .. } => {
            details.extend(given.iter().map(|given| role("+ ", given)));
        }
        Incident::RolesChanged { given, taken, .. } => {
            details.extend(given.iter().map(|given| role("+ ", given)));
            details.extend(taken.iter().map(|taken| role("− ", taken)));
        }
        Incident::EntityAdded { entity }
        | Incident::ApiKeyRevoked { entity, .. }
        | Incident::SystemChanged { entity, .. }
        | Incident::WebhookChanged { entity, .. } => {
            details.push(session.entity(entity));
        }
        Incident::SettingChanged { entity, part } => {
            details.extend([session.entity(entity), words::part(part.as_str()).to_owned()]);
        }
        Incident::ApiKeyMade { entity, scopes, .. } => {
            details.push(session.entity(entity));
            details.extend(scopes.iter().map(|scope| scope.as_str().to_owned()));
        }
        Incident::Exported { reference }
        | Incident::Erased { reference }
        | Incident::TrackingKeyIssued { reference } => details.push(reference.to_string()),
        Incident::ActivityExported { from, to, count, .. } => {
            if from.or(*to).is_some() {
                details.push(format!("{} – {}", bound(*from), bound(*to)));
            }
            details.push(count.to_string());
        }
        Incident::Imported { entity, count } => {
            details.extend([session.entity(entity), count.to_string()]);
        }
        Incident::RetentionEnded { count } => details.push(count.to_string()),
        _ => {}
    }
    details
}

/// Returns a bound of a period in words.
fn bound(day: Option<impl ToString>) -> String {
    day.map_or_else(|| "…".to_owned(), |day| intl::day(&day.to_string()))
}
