//! `POST /console/sign-out` and `POST /console/sign-out/everywhere`: end of one session, or of all.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use domain::access::policy::Scope;
use http::{StatusCode, header::SET_COOKIE};

use crate::{
    error::ApiError,
    live::{self, Whose},
    request::{
        cookie,
        session::{SessionDigest, SignedIn},
    },
    state::App,
    store,
};

/// Ends the session of this browser, even if it has expired.
#[worker::send]
pub(crate) async fn here(
    Extension(app): Extension<App>,
    SessionDigest(digest): SessionDigest,
) -> Result<Response, ApiError> {
    if let Some(digest) = digest {
        let db = app.db()?;
        let found = store::access::sessions::find(&db, &digest).await?;
        store::access::sessions::end(&db, &digest)?.run().await?;
        if let Some(found) = found {
            live::close(&app, &Scope::of(&found.person), Whose::Session(digest)).await;
        }
    }
    Ok(gone())
}

/// Ends all sessions of the person.
#[worker::send]
pub(crate) async fn everywhere(
    Extension(app): Extension<App>,
    who: SignedIn,
) -> Result<Response, ApiError> {
    store::access::sessions::end_all(&app.db()?, &who.person.id)?.run().await?;
    live::close(&app, &Scope::of(&who.person), Whose::Person(who.person.id)).await;
    Ok(gone())
}

fn gone() -> Response {
    (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie::clear(cookie::SESSION))]).into_response()
}
