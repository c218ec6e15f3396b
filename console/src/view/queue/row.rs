//! Row of a case in a queue's table; on a small screen, a card.

use domain::{sla::priority::Priority, wire::console::CaseRow};
use leptos::prelude::*;

use super::list::List;
use crate::{
    route::{self, query},
    session::{self, session},
    view::shared::{
        due::{Due, Moment},
        highlight::pieces,
    },
    words::{self, fill, words},
};

/// One case. `selects` adds a checkbox for bulk actions.
#[component]
pub(super) fn Row(row: CaseRow, list: List, selects: bool) -> impl IntoView {
    let session = session();
    let CaseRow {
        reference,
        kind,
        entity,
        offered_by,
        service,
        sent_to,
        stage,
        priority,
        owner,
        received_at,
        due_at,
        escalated,
        ..
    } = row;
    let owner = move || match &owner {
        Some(id) => list.names.with(|names| names.get(id).cloned()).unwrap_or_default(),
        None => words().nobody.to_owned(),
    };
    // The entity's name is left out for a person who works for that entity alone.
    let is_ours = session.me().is_some_and(|me| session::entities_of(&me) == [entity.clone()]);
    let about = move || match &service {
        Some(service) if is_ours => session.service(&sent_to, service),
        Some(service) => {
            format!("{} · {}", session.service(&sent_to, service), session.entity(&entity))
        }
        None if is_ours => "–".to_owned(),
        None => session.entity(&entity),
    };
    let offer = offered_by
        .map(|from| move || view! { <span class="flag">{fill(words().offered_by, "entity", &session.entity(&from))}</span> });
    let priority = (priority != Priority::Ordinary)
        .then(|| view! { <span class="flag" data-priority=priority.as_str()>{words::priority(priority)}</span> });
    let files = (row.attachments > 0)
        .then(|| view! { <span class="flag">{fill(words().files_count, "count", &row.attachments.to_string())}</span> });
    let escalated = escalated
        .map(|level| view! { <span class="flag" data-level="told">{words::level(level)}</span> });
    let due = match due_at {
        Some(at) => view! { <Due at /> }.into_any(),
        None => view! { <span class="still">{words().due_none}</span> }.into_any(),
    };
    let sought = query::words(&session.address.get_untracked());
    let address = route::case_found(reference, sought.as_deref());
    let text = if row.excerpt.text.trim().is_empty() {
        words().no_text.to_owned()
    } else {
        row.excerpt.text
    };
    let select = move |event| {
        list.selected.update(|selected| {
            if event_target_checked(&event) {
                selected.insert(reference)
            } else {
                selected.remove(&reference)
            };
        });
    };
    view! {
        <tr>
            {selects.then(|| view! {
                <td class="select">
                    <input
                        type="checkbox"
                        aria-label=fill(words().select_case, "number", &reference.to_string())
                        prop:checked=move || list.selected.with(|selected| selected.contains(&reference))
                        on:change=select
                    />
                </td>
            })}
            <th scope="row">
                <a data-row href=address><bdi dir="ltr">{reference.to_string()}</bdi></a>
                <p class="excerpt" dir="auto" lang=row.language>{pieces(&text, &row.excerpt.marks)}</p>
                <p class="flags"><Moment at=received_at />{priority}{escalated}{offer}{files}</p>
            </th>
            <td data-label=words().kind><span class="kind" data-kind=kind.as_str()>{words::kind(kind)}</span></td>
            <td data-label=words().service>{about}</td>
            <td data-label=words().stage>{words::stage(stage)}</td>
            <td data-label=words().owner><bdi>{owner}</bdi></td>
            <td data-label=words().due>{due}</td>
        </tr>
    }
}
