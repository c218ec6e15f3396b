//! Who else is on the case, and whether it has changed: asked and told again and again while someone can see it. What has changed shows when
//! someone asks for it: each reading is written down.

use domain::wire::console::{self, Attendance, Present};
use leptos::{prelude::*, task::spawn_local};

use super::Desk;
use crate::{
    effects::{api, clock, page},
    words::{with, words},
};

/// How often it is told, in seconds: twice before it is forgotten.
const PAUSE: u64 = 12;

/// The others, and what they did.
#[component]
pub(super) fn Presence(desk: Desk) -> impl IntoView {
    let others = RwSignal::new(Vec::<Present>::new());
    let tell = move || {
        let is_writing = desk.doing.with_untracked(Option::is_some);
        let seen = desk.head();
        spawn_local(async move {
            let path = format!("api/cases/{}/presence", desk.reference);
            let sent =
                api::send::<Attendance>("PUT", &path, &console::Presence { is_writing }).await;
            let Ok(Attendance { head, others: present }) = desk.session.checked(sent) else {
                return;
            };
            others.try_set(present);
            // What shows may be younger than the question was.
            if seen.is_some() && seen == desk.head() {
                desk.is_outdated.try_set(seen != Some(head));
            }
        });
    };
    Effect::new(move |_| {
        desk.doing.track();
        tell();
    });
    clock::every(PAUSE, tell);
    let show = move |_| {
        desk.load();
        page::focus("h1");
    };
    view! {
        <p class="present" role="status">
            {move || others.get().into_iter().map(|other| {
                let text = if other.is_writing { words().present_writing } else { words().present };
                view! { <span class="flag" data-writing=other.is_writing.to_string()>{with(text, "name", &other.name)}</span> }
            }).collect_view()}
        </p>
        <div class="outdated">
            <p role="status">{move || desk.is_outdated.get().then_some(words().outdated)}</p>
            {move || desk.is_outdated.get().then(|| view! { <button type="button" on:click=show>{words().outdated_show}</button> })}
        </div>
    }
}
