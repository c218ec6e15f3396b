//! Session of the console. A handler that takes [`SignedIn`] is reached only by signed-in staff;
//! `domain::access::policy` decides what they may do.

use axum::extract::FromRequestParts;
use domain::{
    Timestamp,
    access::{
        policy::{self, Permission},
        session::Token,
    },
    staff::Person,
    wire::console::Language,
};
use http::{HeaderMap, request::Parts};

use crate::{error::ApiError, request::cookie, state::App, store};

/// Signed-in member of staff who sent the request.
pub(crate) struct SignedIn {
    pub(crate) person: Person,
    pub(crate) name: String,
    pub(crate) language: Language,
    /// End of the session if no further request comes.
    pub(crate) ends_at: Timestamp,
}

impl SignedIn {
    /// Refuses a person without the permission.
    pub(crate) fn require(&self, wish: Permission<'_>) -> Result<(), ApiError> {
        if policy::may(&self.person, wish) { Ok(()) } else { Err(ApiError::Forbidden) }
    }
}

/// Returns the hash of the session token that the browser sent.
pub(crate) fn digest(headers: &HeaderMap) -> Option<String> {
    cookie::read(headers, cookie::SESSION).and_then(Token::parse).map(|token| token.hash())
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = ApiError;

    #[worker::send]
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let app = parts
            .extensions
            .get::<App>()
            .ok_or_else(|| ApiError::Internal("a request without its App".into()))?;
        let digest = digest(&parts.headers).ok_or(ApiError::SignIn)?;
        let db = app.db()?;
        let found = store::access::sessions::find(&db, &digest).await?.ok_or(ApiError::SignIn)?;
        let mut session = found.session;
        if !session.holds(app.now) {
            return Err(ApiError::SignIn);
        }
        if let Some(seen) = session.seen(app.now) {
            session = seen;
            store::access::sessions::see(&db, &digest, app.now).await?;
        }
        Ok(Self {
            person: found.person,
            name: found.name,
            language: found.language,
            ends_at: session.ends_at(),
        })
    }
}
