//! Row of a case in a queue's table; on a small screen, a card.

use domain::{
    sla::priority::Priority,
    wire::console::{CaseRow, Queue},
};
use leptos::prelude::*;

use super::{list::List, selection::SelectOne};
use crate::{
    effects::{intl, storage},
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
pub(super) fn Row(queue: Queue, row: CaseRow, list: List, selects: bool) -> impl IntoView {
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
        action_due,
        escalated,
        danger,
        unread,
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
    // The queue of actions is ordered by what is due of them.
    let action_due = action_due.filter(|_| queue == Queue::ActionsDue);
    let due = match (action_due, due_at) {
        (Some(day), _) => {
            let state = if day.to_string() < intl::today() { "late" } else { "soon" };
            view! { <span class="due" data-state=state>{intl::day(&day.to_string())}</span> }
                .into_any()
        }
        (None, Some(at)) => view! { <Due at /> }.into_any(),
        (None, None) => view! { <span class="still">{words().due_none}</span> }.into_any(),
    };
    let sought = query::words(&session.address.get_untracked());
    let address = route::case_found(reference, sought.as_deref());
    let text = if row.excerpt.text.trim().is_empty() {
        words().no_text.to_owned()
    } else {
        row.excerpt.text
    };
    let draft = storage::has_draft(&session.drafts_on(reference))
        .then(|| view! { <span class="flag" data-draft>{words().draft}</span> });
    view! {
        <tr data-unread=unread.then_some("")>
            {selects.then(|| view! {
                <td class="select"><SelectOne reference list /></td>
            })}
            <th scope="row">
                <div class="line">
                    <a data-row=reference.to_string() href=address><bdi dir="ltr">{reference.to_string()}</bdi></a>
                    <p class="excerpt" dir="auto" lang=row.language>{pieces(&text, &row.excerpt.marks)}</p>
                    <p class="flags"><Moment at=received_at />{danger.then(|| view! { <span class="flag" data-danger>{words().danger}</span> })}{unread.then(|| view! { <span class="flag" data-news>{words().unread}</span> })}{draft}{priority}{escalated}{offer}{files}</p>
                </div>
            </th>
            <td data-label=words().kind><span class="kind" data-kind=kind.as_str()>{words::kind(kind)}</span></td>
            <td data-label=words().service>{about}</td>
            <td data-label=words().stage>{words::stage(stage)}</td>
            <td data-label=words().owner><bdi>{owner}</bdi></td>
            <td data-label=words().due>{due}</td>
        </tr>
    }
}
