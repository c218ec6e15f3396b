//! Cases that are alike since yesterday, above the announcements: what many complain of may be
//! worth one.

use domain::{
    access::policy::{self, Permission},
    slug::Slug,
    wire::console::AlikeCases,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    session::session,
    view::shared::{
        alike,
        loaded::{Loaded, Trouble},
    },
    words,
};

/// Groups of cases that are alike, for those who see the cases of the entity; nothing if there are
/// none.
#[component]
pub(super) fn ManyComplain(entity: Slug) -> impl IntoView {
    let session = session();
    let texts = words::settings();
    let groups = RwSignal::new(Loaded::<Vec<AlikeCases>>::Loading);
    let asked = StoredValue::new(entity.clone());
    let load = move || {
        groups.set(Loaded::Loading);
        spawn_local(async move {
            groups.try_set(alike::groups(session, &asked.get_value()).await.into());
        });
    };
    let sees = |entity: &Slug| {
        session.me().is_some_and(|me| policy::may(&me.person(), Permission::SeeTeam(entity)))
    };
    if sees(&entity) {
        load();
    }
    move || {
        let content = match groups.get() {
            Loaded::Failed(failure) => view! { <Trouble failure again=load /> }.into_any(),
            Loaded::Ready(all) if !all.is_empty() => {
                let entry = |group| alike::entry(session, &entity, group);
                view! { <ul>{all.iter().map(entry).collect_view()}</ul> }.into_any()
            }
            Loaded::Loading | Loaded::Ready(_) => return ().into_any(),
        };
        view! {
            <section class="sheet" data-alike aria-labelledby="alike-title">
                <h2 id="alike-title">{texts.alike_title}</h2>
                {content}
            </section>
        }
        .into_any()
    }
}
