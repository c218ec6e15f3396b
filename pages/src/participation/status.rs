//! Facts about a participation: stage, entity, times, timeline.

use domain::wire::{DirectoryEntity, DirectoryService, Status};
use leptos::prelude::*;

use super::{Participation, labels, lost::Lost};
use crate::{
    document::Context,
    html::{Html, IntoHtml},
    text::{Code, LocalTime, Moment, Name},
};

/// Returns the reference number with the facts.
pub(super) fn facts(context: Context<'_>, participation: &Participation<'_>) -> Html {
    let words = context.words();
    let status = participation.status;
    let kind = labels::kind(context.language.words(false), status.kind);
    let facts = [
        (words.stage, labels::stage(words, status.stage).into_html()),
        (words.entity, entity_name(context, participation, &status.entity)),
        (words.kind, kind.into_html()),
        (words.received, moment(participation, status.received_at)),
        (words.updated, moment(participation, status.updated_at)),
        (words.first_due, moment(participation, status.first_response_due)),
        (words.resolution_due, moment(participation, status.resolution_due)),
    ];
    let facts = facts.map(|(label, value)| view! { <dt>{label}</dt><dd>{value}</dd> });
    view! {
        <section class="page-sheet">
            <p>{words.reference}</p>
            <p class="page-reference"><Code text=status.reference.to_string() /></p>
            <dl class="page-facts">{facts.collect_view()}</dl>
        </section>
    }
    .into_html()
}

/// Returns the place that the script fills with the content. Until then it says how to open it.
pub(super) fn content_place(context: Context<'_>, status: &Status) -> Html {
    let reference = status.reference;
    view! {
        <div id="sent" data-reference=reference.to_string() data-entity=status.entity.clone()>
            <p class="page-note">{context.words().key_hint}</p>
            <Lost reference=reference language=context.language />
        </div>
    }
    .into_html()
}

/// Returns the history, oldest first.
pub(super) fn timeline(context: Context<'_>, participation: &Participation<'_>) -> Html {
    let words = context.words();
    let entries = participation.status.timeline.iter().map(|entry| {
        view! {
            <li>
                {moment(participation, entry.at)}
                <strong>{labels::stage(words, entry.stage)}</strong>
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

/// Returns the names of the services. The script needs them, since the API has only their ids.
pub(super) fn services(context: Context<'_>, participation: &Participation<'_>) -> Html {
    let sent_to = Participation::sent_to(participation.status);
    let services = entity(participation, sent_to).into_iter().flat_map(|entity| &entity.services);
    let all = services.flat_map(|main| std::iter::once(main).chain(&main.services));
    let line = |service: &DirectoryService| {
        let (name, tag) = service.name.for_reader(context.language.tag());
        view! { <data value=service.id.clone() lang=tag>{name.to_owned()}</data> }.into_html()
    };
    view! { <template id="services">{all.map(line).collect::<Vec<_>>()}</template> }.into_html()
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

fn moment(participation: &Participation<'_>, at: domain::Timestamp) -> Html {
    let time = LocalTime::of(at, participation.calendar);
    view! { <Moment time=time /> }.into_html()
}
