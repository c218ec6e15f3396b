//! `/console/api/views`: saved views of lists of cases.

use axum::{Extension, Json};
use domain::{
    access::policy::Scope,
    input::Reason,
    saved_view::{self, ListQuery, SavedView, SavedViewId},
    staff::Person,
    wire::console::{NewView, SavedViews, View},
};
use http::StatusCode;

use crate::{
    error::ApiError,
    platform::random,
    request::{json::JsonBody, path::Path, session::SignedIn},
    state::App,
    store,
};

/// Returns the views that the person sees.
#[worker::send]
pub(crate) async fn list(
    Extension(app): Extension<App>,
    who: SignedIn,
) -> Result<Json<SavedViews>, ApiError> {
    sees_cases(&who.person)?;
    let entities: Vec<_> = who.person.handled_entities().into_iter().collect();
    let views = store::case::saved_views::seen_by(&app.db()?, &who.person.id, &entities).await?;
    let views = views.into_iter().map(|view| shown(&who.person, view)).collect();
    Ok(Json(SavedViews { views }))
}

/// Saves a view.
#[worker::send]
pub(crate) async fn save(
    Extension(app): Extension<App>,
    who: SignedIn,
    sent: JsonBody<NewView>,
) -> Result<(StatusCode, Json<View>), ApiError> {
    sees_cases(&who.person)?;
    let NewView { name, query, shared_with } = sent.read().await?;
    if shared_with.as_ref().is_some_and(|entity| !who.person.handled_entities().contains(entity)) {
        return Err(ApiError::input("/shared_with", Reason::UnknownEntity));
    }
    let view = SavedView {
        id: SavedViewId::draw(random::draw()?),
        staff: who.person.id.clone(),
        entity: shared_with,
        name: saved_view::name(&name).map_err(|error| ApiError::input("/name", error.into()))?,
        query: ListQuery::parse(&query).map_err(|error| ApiError::input("/query", error.into()))?,
    };
    if !view.can_be_shared() {
        return Err(ApiError::input("/query", Reason::UnknownEntity));
    }
    if !store::case::saved_views::insert(&app.db()?, &view, app.now).await? {
        return Err(ApiError::input("", Reason::TooManyViews));
    }
    Ok((StatusCode::CREATED, Json(shown(&who.person, view))))
}

/// Removes a view of the person's own, or one shared with an entity that they supervise.
#[worker::send]
pub(crate) async fn remove(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(id): Path<SavedViewId>,
) -> Result<StatusCode, ApiError> {
    let db = app.db()?;
    let view = store::case::saved_views::find(&db, &id).await?.ok_or(ApiError::NotFound)?;
    if !view.may_be_removed_by(&who.person) {
        let is_seen = view.is_seen_by(&who.person);
        return Err(if is_seen { ApiError::Forbidden } else { ApiError::Unseen });
    }
    store::case::saved_views::remove(&db, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn sees_cases(person: &Person) -> Result<(), ApiError> {
    if Scope::of(person).is_empty() { Err(ApiError::Forbidden) } else { Ok(()) }
}

fn shown(person: &Person, view: SavedView) -> View {
    let may_remove = view.may_be_removed_by(person);
    let SavedView { id, entity, name, query, .. } = view;
    View { id, name, query, shared_with: entity, may_remove }
}
