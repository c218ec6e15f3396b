//! Cases that are alike since yesterday, above the announcements: what many complain of may be
//! worth one.

use domain::{
    access::policy::{self, Permission},
    slug::Slug,
    wire::console::{Alike, AlikeCases},
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::api,
    route,
    session::session,
    words::{self, fill},
};

/// Groups of cases that are alike, for those who see the cases of the entity; nothing if there are
/// none.
#[component]
pub(super) fn ManyComplain(entity: Slug) -> impl IntoView {
    let session = session();
    let texts = words::settings();
    let groups = RwSignal::new(Vec::<AlikeCases>::new());
    let sees = |entity: &Slug| {
        session.me().is_some_and(|me| policy::may(&me.person(), Permission::SeeTeam(entity)))
    };
    if sees(&entity) {
        let path = format!("api/entities/{entity}/alike");
        spawn_local(async move {
            if let Ok(alike) = session.checked(api::get::<Alike>(&path).await) {
                groups.try_set(alike.groups);
            }
        });
    }
    let one = move |AlikeCases { service, count, latest }: AlikeCases| {
        let name = session.service(&entity, &service);
        let count = fill(texts.alike_count, "count", &count.to_string());
        view! {
            <li><bdi>{name}</bdi>": "{count}" "<a dir="ltr" href=route::case(latest)>{latest.to_string()}</a></li>
        }
    };
    move || {
        let all = groups.get();
        (!all.is_empty()).then(|| {
            view! {
                <section class="sheet" data-alike aria-labelledby="alike-title">
                    <h2 id="alike-title">{texts.alike_title}</h2>
                    <ul>{all.into_iter().map(&one).collect_view()}</ul>
                </section>
            }
        })
    }
}
