//! `POST /console/api/people/requests/{request}`: the decision on an update of staff that waits for
//! a second person.

use axum::Extension;
use domain::{
    access::policy::{self, Permission},
    id::Id,
    wire::console::RequestDecision,
};
use http::StatusCode;

use crate::{
    error::ApiError,
    request::{
        json::JsonBody,
        path::{Path, Segment},
        session::SignedIn,
    },
    service::staff_updates,
    state::App,
    store,
};

/// Id of a request.
pub(crate) struct RequestId(String);

impl Segment for RequestId {
    const NAMES: &'static [&'static str] = &["request"];

    fn parse(text: &str) -> Option<Self> {
        Id::<Self>::parse(text).ok().map(|id| Self(id.into()))
    }
}

/// Confirms or refuses a request. Whoever doesn't administer its entity doesn't find it.
#[worker::send]
pub(crate) async fn decide(
    Extension(app): Extension<App>,
    who: SignedIn,
    Path(RequestId(id)): Path<RequestId>,
    sent: JsonBody<RequestDecision>,
) -> Result<StatusCode, ApiError> {
    let RequestDecision { confirm } = sent.read().await?;
    let db = app.db()?;
    let request =
        store::access::staff_requests::find(&db, &id, app.now).await?.ok_or(ApiError::NotFound)?;
    let permission =
        request.entity.as_ref().map_or(Permission::ChangeEntities, Permission::ChangeSettings);
    if !policy::may(&who.person, permission) {
        return Err(ApiError::Unseen);
    }
    let was = store::access::people::by_id(&db, &request.staff).await?;
    let batch = if confirm {
        staff_updates::confirm(&app, &db, &who.person, &request).await?
    } else {
        staff_updates::refuse(&app, &db, &who.person, &request).await?
    };
    super::written(db.batch(batch).await)?;
    if let (true, Some(was)) = (confirm, was) {
        super::people::reconnect(&app, &was).await;
    }
    Ok(StatusCode::NO_CONTENT)
}
