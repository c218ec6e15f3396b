//! Session of the console. A handler that takes [`SignedIn`] is reached only by signed-in staff;
//! `domain::access::policy` decides what they may do.

use axum::extract::FromRequestParts;
use domain::{
    Timestamp,
    access::{
        policy::{self, Permission},
        security_event::Cause,
        session::Token,
    },
    staff::Person,
    staff_notice::WantedNotices,
    wire::console::Language,
};
use http::{HeaderMap, request::Parts};

use super::{
    app, cookie,
    headers::{from_headers, header},
};
use crate::{
    error::ApiError,
    state::App,
    store::{self, access::sessions::Found},
};

/// Signed-in member of staff who sent the request.
pub(crate) struct SignedIn {
    pub(crate) person: Person,
    pub(crate) name: String,
    pub(crate) language: Language,
    pub(crate) notices: WantedNotices,
    /// End of the session if no further request comes.
    pub(crate) ends_at: Timestamp,
}

impl SignedIn {
    /// Refuses a person without the permission.
    pub(crate) fn require(&self, wish: Permission<'_>) -> Result<(), ApiError> {
        if policy::may(&self.person, wish) { Ok(()) } else { Err(ApiError::Forbidden) }
    }

    /// Returns the person as the cause of a security event.
    pub(crate) fn cause(&self) -> Cause {
        Cause::Staff(self.person.id.clone())
    }
}

/// Signed-in member of staff, in a call that says nothing about whether they are still there. It
/// never prolongs the session.
pub(crate) struct Watching(pub(crate) SignedIn);

/// Header of a call that a timer of the console makes. It doesn't prolong the session: an open page
/// would keep it otherwise, long after its reader has left.
const TIMER: &str = "sawtak-timer";

/// Hash of the session token that the browser sent, whether or not the session still holds.
pub(crate) struct SessionDigest(pub(crate) Option<String>);

impl SessionDigest {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let token = cookie::read(headers, cookie::SESSION).and_then(Token::parse);
        Self(token.map(|token| token.hash()))
    }
}

/// Token that binds sign-in attempts to the browser that started them.
pub(crate) struct SignInToken(pub(crate) Option<Token>);

impl SignInToken {
    fn of(headers: &HeaderMap) -> Self {
        Self(cookie::read(headers, cookie::SIGN_IN).and_then(Token::parse))
    }
}

from_headers!(SessionDigest, SignInToken);

/// Session of a page that connects by itself, without a person's doing. Its end isn't moved.
pub(crate) struct Connected {
    /// Hash of the session token.
    pub(crate) digest: String,
    pub(crate) found: Found,
}

impl<S: Sync> FromRequestParts<S> for Connected {
    type Rejection = ApiError;

    #[worker::send]
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Self::of(app(parts)?, &parts.headers).await
    }
}

impl Connected {
    async fn of(app: &App, headers: &HeaderMap) -> Result<Self, ApiError> {
        let digest = SessionDigest::of(headers).0.ok_or(ApiError::SignIn)?;
        let found = store::access::sessions::find(&app.db()?, &digest).await?;
        let found = found.filter(|found| found.session.holds(app.now)).ok_or(ApiError::SignIn)?;
        Ok(Self { digest, found })
    }
}

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = ApiError;

    #[worker::send]
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Self::of(parts, is_activity(&parts.headers)).await
    }
}

impl<S: Sync> FromRequestParts<S> for Watching {
    type Rejection = ApiError;

    #[worker::send]
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        SignedIn::of(parts, false).await.map(Self)
    }
}

impl SignedIn {
    /// Finds the session of a request, and prolongs it if the request is an activity of the person.
    async fn of(parts: &Parts, is_activity: bool) -> Result<Self, ApiError> {
        let app = app(parts)?;
        let Connected { digest, found } = Connected::of(app, &parts.headers).await?;
        let mut session = found.session;
        if let Some(seen) = session.seen(app.now).filter(|_| is_activity) {
            session = seen;
            store::access::sessions::see(&app.db()?, &digest, app.now).await?;
        }
        Ok(Self {
            person: found.person,
            name: found.name,
            language: found.language,
            notices: found.notices,
            ends_at: session.ends_at(),
        })
    }
}

/// Returns whether a person caused a request, and not a timer.
fn is_activity(headers: &HeaderMap) -> bool {
    header(headers, TIMER).is_none()
}

#[cfg(test)]
mod tests {
    use super::{SessionDigest, SignInToken, SignedIn};
    use crate::{
        error::ApiError,
        request::testing::{part, request},
    };
    use domain::access::session::Token;

    #[test]
    fn each_cookie_holds_its_own_token() {
        let [session, sign_in] = [Token::new([1; 32]), Token::new([2; 32])];
        let cookies =
            format!("__Host-session={}; __Host-sign-in={}", session.encode(), sign_in.encode());
        let headers = [("cookie", &*cookies)];
        let Ok(SessionDigest(digest)) = part(request(&headers));
        assert_eq!(digest, Some(session.hash()));
        let Ok(SignInToken(token)) = part(request(&headers));
        assert_eq!(token.map(|token| token.hash()), Some(sign_in.hash()));
    }

    #[test]
    fn a_cookie_that_holds_no_token_counts_as_absent() {
        for cookies in ["", "__Host-session=a; __Host-sign-in="] {
            let headers = [("cookie", cookies)];
            let Ok(SessionDigest(digest)) = part(request(&headers));
            let Ok(SignInToken(token)) = part(request(&headers));
            assert!(digest.is_none() && token.is_none(), "{cookies}");
        }
    }

    #[test]
    fn a_request_without_its_application_is_an_internal_error() {
        let refused = part::<SignedIn>(request(&[])).err();
        assert!(matches!(refused, Some(ApiError::Internal(_))));
    }
}
