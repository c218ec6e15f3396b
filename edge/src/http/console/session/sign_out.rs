//! `POST /console/sign-out` and `POST /console/sign-out/everywhere`: end of one session, or of all.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::access::{
    policy::Scope,
    security_event::{Cause, Incident},
};
use http::{
    StatusCode,
    header::{LOCATION, SET_COOKIE},
};

use crate::{
    error::ApiError,
    live::{self, Whose},
    request::{
        cookie,
        headers::Navigates,
        session::{SessionDigest, SignedIn},
    },
    state::App,
    store,
};

/// Ends the session of this browser, even if it has expired. A form is led to the home page.
#[worker::send]
pub(crate) async fn here(
    Extension(app): Extension<App>,
    SessionDigest(digest): SessionDigest,
    Navigates(navigates): Navigates,
) -> Result<Response, ApiError> {
    if let Some(digest) = digest {
        let db = app.db()?;
        let found = store::access::sessions::find(&db, &digest).await?;
        let mut batch = vec![store::access::sessions::end(&db, &digest)?];
        if let Some(found) = &found {
            let cause = Cause::Staff(found.person.id.clone());
            let ended = vec![Incident::SignedOut];
            batch.push(store::access::security_events::caused(&db, &cause, ended, app.now)?);
        }
        db.batch(batch).await?;
        if let Some(found) = found {
            live::close(&app, &Scope::of(&found.person), Whose::Session(digest)).await;
        }
    }
    if navigates {
        let headers = [(LOCATION, "/".to_owned()), (SET_COOKIE, cookie::clear(cookie::SESSION))];
        return Ok((StatusCode::SEE_OTHER, headers).into_response());
    }
    Ok(gone())
}

/// Ends all sessions of the person.
#[worker::send]
pub(crate) async fn everywhere(
    Extension(app): Extension<App>,
    who: SignedIn,
) -> Result<Response, ApiError> {
    let (db, person) = (app.db()?, who.person);
    let cause = Cause::Staff(person.id.clone());
    let ended = vec![Incident::SignedOutEverywhere];
    db.batch(vec![
        store::access::sessions::end_all(&db, &person.id)?,
        store::access::security_events::caused(&db, &cause, ended, app.now)?,
    ])
    .await?;
    live::close(&app, &Scope::of(&person), Whose::Person(person.id)).await;
    Ok(gone())
}

fn gone() -> Response {
    (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie::clear(cookie::SESSION))]).into_response()
}
