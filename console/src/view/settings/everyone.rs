//! Staff of all entities, for those who may change entities; and the changes to staff who work for
//! all entities.
//!
//! The address can narrow the list down to one entity.

use domain::wire::console::People;
use leptos::{prelude::*, task::spawn_local};

use super::{Entities, HISTORY, Parts, history::Changes, people::list};
use crate::{
    effects::{api, page},
    route::{
        self,
        query::{encode, parameter},
    },
    session::session,
    view::shared::loaded::Loaded,
    words::{self, words},
};

/// Address of the staff list.
const PEOPLE: &str = "/console/people";

/// Returns the links to the views of all entities; `current` is the address of the one that shows.
pub(super) fn links(current: &str) -> Vec<(String, &'static str, bool)> {
    let links = [
        (PEOPLE, words().people),
        (route::PEOPLE_HISTORY, words::part(HISTORY)),
        (route::NEW_ENTITY, words::settings().entity_new),
    ];
    links.map(|(address, title)| (address.to_owned(), title, address == current)).into()
}

/// View of the staff list or of its history.
#[component]
pub(crate) fn PeopleView(is_history: bool) -> impl IntoView {
    let heading =
        if is_history { words::part(HISTORY) } else { words::settings().people_everywhere };
    page::set_title(&format!("{heading} – {}", words().title));
    view! {
        <div class="desk">
            <nav class="queues" aria-label=words().people><Parts links=links(if is_history { route::PEOPLE_HISTORY } else { PEOPLE }) /></nav>
            <section class="settings">
                <h1 tabindex="-1">{heading}</h1>
                {if is_history {
                    view! { <p class="hint">{words::settings().people_history_hint}</p><Changes path="api/people/history".to_owned() /> }.into_any()
                } else {
                    view! { <Everyone /> }.into_any()
                }}
            </section>
        </div>
    }
}

/// Staff list with a select for the entity.
#[component]
fn Everyone() -> impl IntoView {
    let session = session();
    let people = RwSignal::new(Loaded::<People>::Loading);
    let entity = Memo::new(move |_| parameter(&session.address.get(), "entity"));
    let load = Callback::new(move |()| {
        let requested = entity.get_untracked();
        spawn_local(async move {
            let query = requested
                .as_deref()
                .map(|entity| ["?entity=", &encode(entity)].concat())
                .unwrap_or_default();
            let result = session.checked(api::get(&["api/people", &query].concat()).await).into();
            // Another entity may have been chosen meanwhile.
            if entity.try_get_untracked() == Some(requested) {
                people.try_set(result);
            }
        });
    });
    Effect::new(move |_| {
        entity.track();
        people.set(Loaded::Loading);
        load.run(());
    });
    let choose = Callback::new(move |entity: String| {
        session.go(&route::people(Some(&*entity).filter(|entity| !entity.is_empty())));
    });
    view! {
        <Entities all=Signal::derive(move || session.entities()) chosen=entity any=true choose />
        {list(people, None, load)}
    }
}
