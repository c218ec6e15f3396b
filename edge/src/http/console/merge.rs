//! `GET /console/api/cases/{reference}/merge/{into}`: the case that another one may be merged into,
//! shown before anything happens. The reading is recorded.

use axum::{
    Extension, Json,
    response::{IntoResponse, Response},
};
use domain::{
    access::policy::{self, Permission},
    case::life_cycle::Verb,
    reference::Reference,
    search::{self, Query},
    wire::console::MergeTarget,
};

use super::{cases, deeds};
use crate::{
    error::ApiError,
    request::{
        path::{Path, Segment},
        session::SignedIn,
    },
    service::case::joined,
    state::App,
    store,
};

/// Number of the case to merge into.
pub(crate) struct Target(Reference);

impl Segment for Target {
    const NAMES: &'static [&'static str] = &["into"];

    fn parse(text: &str) -> Option<Self> {
        Reference::parse(text).ok().map(Self)
    }
}

/// Returns what tells the case from others. It is refused as the merge itself would be.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(reference): Path<Reference>,
    Path(Target(into)): Path<Target>,
) -> Result<Response, ApiError> {
    let db = app.db()?;
    let told = store::case::cases::tell(&db, reference).await?.ok_or(ApiError::NotFound)?;
    if !policy::may(&who.person, Permission::SeeCase(told.case.hands())) {
        return Err(ApiError::Unseen);
    }
    if !policy::may_act(&who.person, Verb::Merge, &told.case) {
        return Err(ApiError::Forbidden);
    }
    let target = match joined::merge_target(&db, reference, into, &who.person).await {
        Ok(target) => target,
        Err(error) => return deeds::refused(&app, error),
    };
    let row = store::case::detail::read(&db, into).await?.ok_or(ApiError::NotFound)?.row;
    let owner: Vec<_> = target.owner.iter().collect();
    let mut names = store::case::detail::names(&db, &owner).await?;
    cases::note_excerpts_of(&app, &db, &who, &[into]).await?;
    let text = row.text.unwrap_or_default();
    Ok(Json(MergeTarget {
        reference: into,
        kind: target.kind,
        entity: target.standing.entity,
        owner: target.owner.and_then(|owner| names.remove(&owner)),
        stage: target.standing.stage,
        received_at: row.received_at,
        language: row.language,
        excerpt: search::excerpt(&text, &Query::default()).text,
    })
    .into_response())
}
