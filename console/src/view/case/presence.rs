//! Presence: the other people who have the case open, and whether the case has changed.
//!
//! Polled while the page is visible. A change is loaded only on request, since each reading of a
//! case is recorded.

use domain::wire::console::{self, Attendance, Present};
use leptos::{prelude::*, task::spawn_local};

use super::Desk;
use crate::{
    effects::{api, clock, page},
    words::{fill, words},
};

/// Interval between polls, in seconds. Two fit into the time after which the edge forgets a
/// presence.
const PAUSE: u64 = 12;

/// Names of the other people, and the notice of a change.
#[component]
pub(super) fn Presence(desk: Desk) -> impl IntoView {
    let others = RwSignal::new(Vec::<Present>::new());
    let poll = move || {
        let is_writing = desk.doing.with_untracked(Option::is_some);
        let head_before = desk.head();
        spawn_local(async move {
            let path = format!("api/cases/{}/presence", desk.reference);
            let response =
                api::send::<Attendance>("PUT", &path, &console::Presence { is_writing }).await;
            let Ok(Attendance { head, others: attendees }) = desk.session.checked(response) else {
                return;
            };
            others.try_set(attendees);
            // The case may have been reloaded during the request.
            if head_before.is_some() && head_before == desk.head() {
                desk.is_outdated.try_set(head_before != Some(head));
            }
        });
    };
    Effect::new(move |_| {
        desk.doing.track();
        poll();
    });
    clock::every(PAUSE, poll);
    let show = move |_| {
        desk.load();
        page::focus("h1");
    };
    view! {
        <p class="present" role="status">
            {move || others.get().into_iter().map(|other| {
                let text = if other.is_writing { words().present_writing } else { words().present };
                view! { <span class="flag" data-writing=other.is_writing.to_string()>{fill(text, "name", &other.name)}</span> }
            }).collect_view()}
        </p>
        <div class="outdated">
            <p role="status">{move || desk.is_outdated.get().then_some(words().outdated)}</p>
            {move || desk.is_outdated.get().then(|| view! { <button type="button" on:click=show>{words().outdated_show}</button> })}
        </div>
    }
}
