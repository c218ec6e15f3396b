//! Facts about a participation: kind, entity, times; and its history.

use domain::{
    Timestamp,
    case::stage::Stage,
    wire::{DirectoryEntity, DirectoryService, TimelineEntry},
};
use leptos::prelude::*;

use super::{Participation, labels};
use crate::{
    document::{Context, guide_version},
    html::{Html, IntoHtml},
    text::{LocalTime, Moment, Name},
};

/// Returns the facts. Times by which an answer is due are among them only while one is.
pub(super) fn list(context: Context<'_>, participation: &Participation<'_>) -> Html {
    let words = context.words();
    let status = participation.status;
    let moment = |at| moment(context, participation, at);
    let kind = labels::kind(context.language.words(false), status.kind);
    let mut facts = vec![
        (words.entity, entity_name(context, participation, &status.entity)),
        (words.kind, kind.into_html()),
        (words.received, moment(status.received_at)),
        (words.updated, moment(status.updated_at)),
    ];
    if status.stage == Stage::Received {
        facts.push((words.first_due, moment(status.first_response_due)));
    }
    if is_answer_due(status.stage) {
        facts.push((words.resolution_due, moment(status.resolution_due)));
    }
    if let Some(version) = status.guide {
        facts.push((words.guide_version, guide_version(context, version)));
    }
    let facts = facts
        .into_iter()
        .map(|(label, value)| view! { <dt>{label}</dt><dd>{value}</dd> }.into_html());
    view! { <dl class="page-facts">{facts.collect::<Vec<_>>()}</dl> }.into_html()
}

const fn is_answer_due(stage: Stage) -> bool {
    match stage {
        Stage::Received
        | Stage::InReview
        | Stage::AwaitingCustomer
        | Stage::Transferred
        | Stage::Reopened => true,
        Stage::Answered | Stage::Closed | Stage::Withdrawn | Stage::Declined => false,
    }
}

/// Returns the history, oldest first. What happened at one stage in one entity's hands is one
/// entry.
pub(super) fn timeline(context: Context<'_>, participation: &Participation<'_>) -> Html {
    let words = context.words();
    let mut entries: Vec<&TimelineEntry> = participation.status.timeline.iter().collect();
    entries.dedup_by(|later, earlier| {
        (later.stage, later.merged, &later.entity)
            == (earlier.stage, earlier.merged, &earlier.entity)
    });
    let entries = entries.into_iter().map(|entry| {
        view! {
            <li>
                {moment(context, participation, entry.at)}
                <strong>{labels::stage(words, entry.stage, entry.merged)}</strong>
                " · "
                {entity_name(context, participation, &entry.entity)}
            </li>
        }
        .into_html()
    });
    view! {
        <section class="page-sheet">
            <h2>{words.timeline}</h2>
            <ol class="page-timeline">{entries.collect::<Vec<_>>()}</ol>
            <p class="page-note">{words.time_zone}</p>
        </section>
    }
    .into_html()
}

/// Returns the name of a service of the entity that the participation was sent to, or its id if
/// the directory doesn't know it.
pub(super) fn service_name(
    context: Context<'_>,
    participation: &Participation<'_>,
    id: &str,
) -> Html {
    let sent_to = Participation::sent_to(participation.status);
    let services = entity(participation, sent_to).into_iter().flat_map(|entity| &entity.services);
    let mut all = services.flat_map(|main| std::iter::once(main).chain(&main.services));
    match all.find(|service: &&DirectoryService| service.id == id) {
        Some(service) => {
            let name = service.name.clone();
            view! { <Name name=name language=context.language /> }.into_html()
        }
        None => id.to_owned().into_html(),
    }
}

/// Returns an entity's name, or its id if the directory doesn't know it.
pub(super) fn entity_name(
    context: Context<'_>,
    participation: &Participation<'_>,
    id: &str,
) -> Html {
    match entity(participation, id) {
        Some(entity) => {
            let name = entity.name.clone();
            view! { <Name name=name language=context.language /> }.into_html()
        }
        None => id.to_owned().into_html(),
    }
}

fn entity<'a>(participation: &Participation<'a>, id: &str) -> Option<&'a DirectoryEntity> {
    participation.entities.iter().find(|entity| entity.id == id)
}

/// Returns a point in time as local time.
pub(super) fn moment(
    context: Context<'_>,
    participation: &Participation<'_>,
    at: Timestamp,
) -> Html {
    let time = LocalTime::of(at, participation.calendar, context.words());
    view! { <Moment time=time /> }.into_html()
}
