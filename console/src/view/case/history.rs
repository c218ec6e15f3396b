//! Verified history of a case: the hash chain, checked in the browser, and the case's readers.

use std::mem;

use domain::{
    case::event::first_fault_except,
    intake::kind::Kind,
    reference::Reference,
    wire::console::{History, ReadingKind, Readings},
};
use leptos::{prelude::*, task::spawn_local};

use super::events;
use crate::{
    effects::{api, page},
    route,
    session::{Session, session},
    view::shared::{
        due::Instant,
        loaded::{Loaded, Trouble, Wait},
    },
    words::{self, fill, words},
};

/// The event chain, and the readings if the person may see them.
#[component]
pub(crate) fn HistoryView(reference: Reference) -> impl IntoView {
    let session = session();
    page::set_title(&format!("{} {reference} – {}", words::case().history, words().title));
    let history = RwSignal::new(Loaded::<History>::Loading);
    let readings = RwSignal::new(None::<Readings>);
    let load = move || {
        spawn_local(async move {
            history.try_set(
                session.checked(api::get(&format!("api/cases/{reference}/history")).await).into(),
            );
            readings.try_set(api::get(&format!("api/cases/{reference}/readings")).await.ok());
        });
    };
    load();
    view! {
        <article class="case">
            <header class="heading">
                <a class="back" href=route::case(reference) aria-keyshortcuts="u">{words::case().back_to_case}</a>
                <h1 tabindex="-1">{words::case().history}" "<bdi dir="ltr" class="number">{reference.to_string()}</bdi></h1>
            </header>
            {move || match history.get() {
                Loaded::Loading => view! { <Wait /> }.into_any(),
                Loaded::Failed(failure) => view! { <Trouble failure again=load /> }.into_any(),
                Loaded::Ready(history) => chain(session, &history).into_any(),
            }}
            {move || readings.get().map(read_by)}
        </article>
    }
}

/// Renders the verdict on the chain, and its events.
fn chain(session: Session, history: &History) -> impl IntoView + use<> {
    let fault = first_fault_except(&history.events, &history.head, &history.withheld);
    let (state, verdict) = match (fault, history.exchanged) {
        (Some(place), _) => {
            ("broken", fill(words::case().chain_broken, "place", &place.to_string()))
        }
        (None, Some(place)) => {
            ("broken", fill(words::case().content_exchanged, "place", &place.to_string()))
        }
        (None, None) => ("sound", words::count(words::case().chain_sound, history.events.len())),
    };
    let mut before = None;
    let rows = history.events.iter().map(|recorded| {
        // The kind matters only to the oldest events, whose names don't show here.
        let event = recorded.read(Kind::Complaint);
        let description = event.as_ref().map_or(words().unreadable, |event| words::done(&event.change.deed));
        let came_from = mem::replace(&mut before, event.as_ref().map(|event| event.entity.clone()));
        let detail = event.as_ref().and_then(|event| match came_from {
            Some(from) if from != event.entity => {
                Some(events::moved(session, &from, &event.entity))
            }
            _ => events::detail(session, &event.change.deed, &history.names),
        });
        let reason = history.reasons.get(&recorded.sequence).cloned().map(events::reason);
        let at = event.map(|event| view! { <Instant at=event.at /> });
        view! {
            <li>
                <strong><bdi>{events::actor(&recorded.actor, &history.names)}</bdi></strong>" "{description}
                {detail.map(|detail| view! { ": "<bdi>{detail}</bdi> })}" "<span class="hint">{at}</span>
                {reason}
                <code class="hash" dir="ltr" title=words::case().hash>{recorded.hash.clone()}</code>
            </li>
        }
    });
    view! {
        <p class="verdict" data-state=state role="status">{verdict}</p>
        <ol class="sheet events">{rows.collect_view()}</ol>
    }
}

/// Renders the readings of the case, the latest first.
fn read_by(Readings { readings, names }: Readings) -> impl IntoView {
    let rows = readings.into_iter().map(|reading| {
        let name =
            names.get(&reading.person).cloned().unwrap_or_else(|| words().someone.to_owned());
        let what = match reading.what {
            ReadingKind::Case => None,
            ReadingKind::File => Some(words::case().reading_file),
            ReadingKind::Excerpt => Some(words::case().reading_excerpt),
        };
        view! {
            <li>
                <strong><bdi>{name}</bdi></strong>" "<Instant at=reading.at />
                {what.map(|what| view! { " "<span class="hint">{what}</span> })}
            </li>
        }
    });
    view! {
        <section class="sheet" aria-labelledby="readings-title">
            <h2 id="readings-title">{words::case().readings}</h2>
            <ul class="events">{rows.collect_view()}</ul>
        </section>
    }
}
