//! `/console/api/entities/{entity}/absences`: who is away, and who stands in. Whoever handles cases
//! sets their own absence, a supervisor those of others.

use axum::{Extension, Json};
use domain::{
    absence::Absence,
    access::policy::{self, Permission},
    input::Reason,
    slug::Slug,
    staff::StaffId,
    wire::console::{Absences, NewAbsence},
};
use http::StatusCode;

use crate::{
    error::ApiError,
    request::{json::JsonBody, path::Path, session::SignedIn},
    service::absence,
    state::App,
    store,
};

/// Returns the absences that haven't ended.
#[worker::send]
pub(crate) async fn show(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
) -> Result<Json<Absences>, ApiError> {
    who.require(Permission::SeeSettings(&entity))?;
    let day = absence::today(&app, &entity).await?;
    let mut absences = store::access::absences::of(&app.db()?, &entity, day).await?;
    absences.sort_by(|one, other| (one.first, &one.name).cmp(&(other.first, &other.name)));
    let may_set_all = policy::may(&who.person, Permission::SeeTeam(&entity));
    Ok(Json(Absences { absences, may_set_all }))
}

/// Replaces a person's absence.
#[worker::send]
pub(crate) async fn set(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    Path(staff): Path<StaffId>,
    sent: JsonBody<NewAbsence>,
) -> Result<StatusCode, ApiError> {
    let db = app.db()?;
    allowed(&app, &who, &entity, &staff).await?;
    let NewAbsence { deputy, first, last } = sent.read().await?;
    let absence = Absence { staff, deputy, first, last };
    let day = absence::today(&app, &entity).await?;
    absence.check(day).map_err(|error| ApiError::input("/last", error.into()))?;
    if !store::case::detail::answers_for(&db, &absence.deputy, entity.as_str()).await? {
        return Err(ApiError::input("/deputy", Reason::UnknownPerson));
    }
    let by = &who.person.id;
    store::access::absences::replace(&db, &entity, &absence, by, app.now)?.run().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a person's absence.
#[worker::send]
pub(crate) async fn end(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(entity): Path<Slug>,
    Path(staff): Path<StaffId>,
) -> Result<StatusCode, ApiError> {
    allowed(&app, &who, &entity, &staff).await?;
    if store::access::absences::end(&app.db()?, &entity, &staff).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}

/// Checks that the caller may set the absence of a person, who handles cases of the entity.
async fn allowed(
    app: &App,
    who: &SignedIn,
    entity: &Slug,
    staff: &StaffId,
) -> Result<(), ApiError> {
    if !policy::may_set_absence(&who.person, staff, entity) {
        return Err(ApiError::Forbidden);
    }
    if store::case::detail::answers_for(&app.db()?, staff, entity.as_str()).await? {
        Ok(())
    } else {
        Err(ApiError::NotFound)
    }
}
