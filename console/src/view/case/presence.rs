//! Who else is on the case: asked and told again and again while someone can see it.

use domain::wire::console::{self, Present};
use leptos::{prelude::*, task::spawn_local};

use super::Desk;
use crate::{
    effects::{api, clock},
    words::{with, words},
};

/// How often it is told, in seconds: twice before it is forgotten.
const PAUSE: u64 = 12;

/// The others.
#[component]
pub(super) fn Presence(desk: Desk) -> impl IntoView {
    let others = RwSignal::new(Vec::<Present>::new());
    let tell = move || {
        let is_writing = desk.doing.with_untracked(Option::is_some);
        spawn_local(async move {
            let path = format!("api/cases/{}/presence", desk.reference);
            if let Ok(present) = desk.session.checked(api::send("PUT", &path, &console::Presence { is_writing }).await) {
                others.try_set(present);
            }
        });
    };
    Effect::new(move |_| {
        desk.doing.track();
        tell();
    });
    clock::every(PAUSE, tell);
    view! {
        <p class="present" role="status">
            {move || others.get().into_iter().map(|other| {
                let text = if other.is_writing { words().present_writing } else { words().present };
                view! { <span class="flag" data-writing=other.is_writing.to_string()>{with(text, "name", &other.name)}</span> }
            }).collect_view()}
        </p>
    }
}
