//! The guard of the console: a handler that takes [`SignedIn`] is reached by nobody else. Whether they may do what they ask for,
//! `domain::access::policy` says.

use axum::extract::FromRequestParts;
use domain::{
    Timestamp,
    access::{
        policy::{self, Permission},
        session::Token,
        staff::Person,
    },
    wire::console::Language,
};
use http::{HeaderMap, request::Parts};

use crate::{error::ApiError, request::cookie, state::App, store};

/// Whoever is asking.
pub(crate) struct SignedIn {
    pub(crate) person: Person,
    pub(crate) name: String,
    pub(crate) language: Language,
    /// When they are signed out if they do nothing until then.
    pub(crate) ends_at: Timestamp,
}

impl SignedIn {
    /// Lets those pass who may.
    pub(crate) fn require(&self, wish: Permission<'_>) -> Result<(), ApiError> {
        if policy::may(&self.person, wish) { Ok(()) } else { Err(ApiError::Forbidden) }
    }
}

/// The hash of the session that a browser holds.
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
        let found = store::sessions::find(&db, &digest).await?.ok_or(ApiError::SignIn)?;
        let mut session = found.session;
        if !session.holds(app.now) {
            return Err(ApiError::SignIn);
        }
        if let Some(seen) = session.seen(app.now) {
            session = seen;
            store::sessions::see(&db, &digest, app.now).await?;
        }
        Ok(Self {
            person: found.person,
            name: found.name,
            language: found.language,
            ends_at: session.ends_at(),
        })
    }
}
