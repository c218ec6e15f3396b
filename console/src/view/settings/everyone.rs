//! The people of all entities, for whoever keeps the entities; the address says if it is about one of them.

use domain::wire::console::People;
use leptos::{prelude::*, task::spawn_local};

use super::people::list;
use crate::{
    effects::{
        address::{asked, encoded},
        api, page,
    },
    route,
    session::session,
    view::loaded::Loaded,
    words::words,
};

/// Everyone, and which entity's.
#[component]
pub(crate) fn Everyone() -> impl IntoView {
    let session = session();
    page::entitle(&format!("{} – {}", words().people_everywhere, words().title));
    let people = RwSignal::new(Loaded::<People>::Waiting);
    let entity = Memo::new(move |_| asked(&session.address.get(), "entity"));
    let load = Callback::new(move |()| {
        let wanted = entity.get_untracked();
        spawn_local(async move {
            let query = wanted.as_deref().map(|entity| ["?entity=", &encoded(entity)].concat()).unwrap_or_default();
            let answer = session.checked(api::get(&["api/people", &query].concat()).await).into();
            // Someone may have chosen another entity meanwhile.
            if entity.try_get_untracked() == Some(wanted) {
                people.try_set(answer);
            }
        });
    });
    Effect::new(move |_| {
        entity.track();
        people.set(Loaded::Waiting);
        load.run(());
    });
    let choose =
        move |event| session.go(&route::people(Some(event_target_value(&event)).filter(|entity| !entity.is_empty()).as_deref()));
    view! {
        <section class="settings">
            <h1 tabindex="-1">{words().people_everywhere}</h1>
            <label class="entity">
                <span>{words().entity}</span>
                <select on:change=choose>
                    <option value="" selected=move || entity.get().is_none()>{words().any}</option>
                    {move || session.entities().into_iter().map(|(id, name)| {
                        let is_chosen = entity.get().as_deref() == Some(&*id);
                        view! { <option value=id selected=is_chosen>{name}</option> }
                    }).collect_view()}
                </select>
            </label>
            {list(people, None, load)}
        </section>
    }
}
