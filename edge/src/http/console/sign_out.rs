//! `POST /console/sign-out` and `POST /console/sign-out/everywhere`: end of one session, or of all.

use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header::SET_COOKIE};

use crate::{
    error::ApiError,
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
        store::access::sessions::end(&app.db()?, &digest)?.run().await?;
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
    Ok(gone())
}

fn gone() -> Response {
    (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie::clear(cookie::SESSION))]).into_response()
}
