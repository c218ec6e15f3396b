//! History of the case in short.

use domain::{
    case::action::Action,
    slug::Slug,
    staff::StaffId,
    wire::console::{Happened, Names},
};
use leptos::prelude::*;

use super::Desk;
use crate::{
    effects::intl,
    session::Session,
    view::shared::due::Moment,
    words::{self, fill, words},
};

/// List of the events, folded away by default.
#[component]
pub(super) fn Events(desk: Desk) -> impl IntoView {
    view! {
        <details class="sheet">
            <summary><h2>{words::case().history}</h2></summary>
            <ol class="events">
                {move || desk.case.with(|case| case.as_ref().map(|case| {
                    let undone = case.events.iter().skip(1).map(|next| next.deed == Action::Undo);
                    let events: Vec<_> = case.events.iter().zip(undone.chain([false])).collect();
                    events.into_iter().rev().map(|(event, is_undone)| view! { <li>{line(desk.session, event, &case.names)}{taken_back(is_undone)}</li> }).collect_view()
                }))}
            </ol>
            <p><a href=format!("{}/history", crate::route::case(desk.reference))>{words::case().verify_link}</a></p>
        </details>
    }
}

/// Renders one event: actor, action, detail, time.
pub(crate) fn line(session: Session, event: &Happened, names: &Names) -> impl IntoView + use<> {
    let actor = actor(&event.by, names);
    let detail = detail(session, &event.deed, names);
    view! {
        <strong><bdi>{actor}</bdi></strong>" "<span>{words::done(&event.deed)}</span>
        {detail.map(|detail| view! { ": "<bdi>{detail}</bdi> })}" "
        <span class="hint"><Moment at=event.at /></span>
    }
}

/// Renders the mark of an event that the event after it took back.
pub(super) fn taken_back(is_undone: bool) -> Option<impl IntoView> {
    is_undone.then(|| view! { " "<span class="flag" data-undone>{words::case().taken_back}</span> })
}

/// Returns the name of an event's actor.
pub(crate) fn actor(by: &str, names: &Names) -> String {
    match by.strip_prefix("staff:").map(StaffId::parse) {
        Some(Ok(id)) => names.get(&id).cloned().unwrap_or_else(|| words().someone.to_owned()),
        _ if by == "customer" => words().customer.to_owned(),
        _ if by.starts_with("entity:") => words().entity_system.to_owned(),
        _ => words().clockwork.to_owned(),
    }
}

/// Returns what an action is about: a person, an entity, a day, a choice.
pub(crate) fn detail(session: Session, action: &Action, names: &Names) -> Option<String> {
    match action {
        Action::Classify { kind, to } => {
            Some([words::kind(*kind), " · ", &session.entity(to)].concat())
        }
        Action::Assign { to } => names.get(to).cloned(),
        Action::Prioritise { priority } => Some(words::priority(*priority).to_owned()),
        Action::Extend { days } => Some(words::count(words().days_count, usize::from(days.get()))),
        Action::Transfer { to } | Action::Invite { to } => Some(session.entity(to)),
        Action::Merge { into } | Action::Relay { from: into, .. } => Some(into.to_string()),
        Action::Answer { outcome } => outcome.map(|outcome| words::outcome(outcome).to_owned()),
        Action::Decline { ground } => Some(words::ground(*ground).to_owned()),
        Action::Plan { by } => Some(intl::day(&by.to_string())),
        Action::Implement { on, savings: None } => Some(intl::day(&on.to_string())),
        Action::Implement { on, savings: Some(savings) } => {
            let day = intl::day(&on.to_string());
            Some([day, words::savings(*savings)].join(" – "))
        }
        Action::Rate { rating } => Some(words::mood(*rating).to_owned()),
        Action::Escalate { clock, level } => {
            Some(format!("{} – {}", words::timer(*clock), words::level(*level)))
        }
        _ => None,
    }
}

/// Returns the way of a case from one entity to another.
pub(crate) fn moved(session: Session, from: &Slug, to: &Slug) -> String {
    fill(&fill(words::case().moved, "from", &session.entity(from)), "to", &session.entity(to))
}

/// Renders the reason that was given for moving a case.
pub(crate) fn reason(text: String) -> impl IntoView {
    view! { <p class="reason" dir="auto"><span class="hint">{words().why_staff}":"</span>" "<q>{text}</q></p> }
}
