//! Cases that are alike since yesterday, below the queues of whoever supervises a team: many people
//! may tell of one outage. They are looked for once the list is unfolded.

use domain::{slug::Slug, wire::console::AlikeCases};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    effects::api::Failure,
    session::{Session, session, teams_of},
    view::shared::{
        alike,
        loaded::{Loaded, Trouble, Wait},
    },
    words::words,
};

/// Folded list of the groups.
#[component]
pub(super) fn LikeCases() -> impl IntoView {
    let session = session();
    let teams = StoredValue::new(session.me().as_ref().map(teams_of).unwrap_or_default());
    let groups = RwSignal::new(None::<Loaded<Vec<(Slug, AlikeCases)>>>);
    let load = move || {
        groups.set(Some(Loaded::Loading));
        spawn_local(async move {
            let found = of_teams(session, teams.get_value()).await;
            groups.try_set(Some(found.into()));
        });
    };
    let unfold = move |_| {
        if groups.with_untracked(Option::is_none) {
            load();
        }
    };
    let list = move || match groups.get() {
        None => ().into_any(),
        Some(Loaded::Loading) => view! { <Wait /> }.into_any(),
        Some(Loaded::Failed(failure)) => view! { <Trouble failure again=load /> }.into_any(),
        Some(Loaded::Ready(all)) if all.is_empty() => {
            view! { <p class="hint">{words().alike_none}</p> }.into_any()
        }
        Some(Loaded::Ready(all)) => {
            let entries = all.iter().map(|(team, group)| alike::entry(session, team, group));
            view! { <ul>{entries.collect_view()}</ul> }.into_any()
        }
    };
    (!teams.with_value(Vec::is_empty)).then(|| {
        view! { <details data-alike on:toggle=unfold><summary class="hint">{words().alike}</summary>{list}</details> }
    })
}

/// Requests the groups of several teams.
async fn of_teams(session: Session, teams: Vec<Slug>) -> Result<Vec<(Slug, AlikeCases)>, Failure> {
    let mut all = Vec::new();
    for team in teams {
        let found = alike::groups(session, &team).await?;
        all.extend(found.into_iter().map(|group| (team.clone(), group)));
    }
    Ok(all)
}
