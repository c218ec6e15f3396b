//! Groups of cases that are alike since yesterday, each with a link to the list of its cases.

use domain::{
    slug::Slug,
    wire::console::{Alike, AlikeCases},
};
use leptos::prelude::*;

use crate::{
    effects::api::{self, Failure},
    route::filter,
    session::Session,
    words::{fill, words},
};

/// Requests the groups of an entity, the largest first.
pub(crate) async fn groups(session: Session, entity: &Slug) -> Result<Vec<AlikeCases>, Failure> {
    let path = format!("api/entities/{entity}/alike");
    session.checked(api::get::<Alike>(&path).await).map(|alike| alike.groups)
}

/// Renders a group as an entry of a list.
pub(crate) fn entry(session: Session, entity: &Slug, group: &AlikeCases) -> impl IntoView + use<> {
    let name = session.service(entity, &group.service);
    let count = fill(words().alike_count, "count", &group.cases.len().to_string());
    group.cases.first().map(|latest| {
        view! { <li><a href=filter::of_alike(entity, *latest)><bdi>{name}</bdi>" "<span class="count">{count}</span></a></li> }
    })
}
