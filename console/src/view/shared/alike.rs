//! Groups of cases that are alike since yesterday, each with a link to the list of its cases.

use domain::{
    slug::Slug,
    wire::console::{Alike, AlikeCases},
};
use leptos::prelude::*;

use crate::{
    effects::api,
    route::filter,
    session::Session,
    words::{fill, words},
};

/// Returns the groups of an entity, the largest first; none if the edge doesn't answer.
pub(crate) async fn groups(session: Session, entity: &Slug) -> Vec<AlikeCases> {
    let path = format!("api/entities/{entity}/alike");
    session.checked(api::get::<Alike>(&path).await).map(|alike| alike.groups).unwrap_or_default()
}

/// Renders a group as an entry of a list.
pub(crate) fn entry(session: Session, entity: &Slug, group: &AlikeCases) -> impl IntoView + use<> {
    let name = session.service(entity, &group.service);
    let count = fill(words().alike_count, "count", &group.cases.len().to_string());
    group.cases.first().map(|latest| {
        view! { <li><a href=filter::of_alike(entity, *latest)><bdi>{name}</bdi>" "<span class="count">{count}</span></a></li> }
    })
}
