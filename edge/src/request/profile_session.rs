//! Session of a customer in their profile.

use axum::extract::FromRequestParts;
use domain::{
    access::session::{Session, Token},
    profile::{ProfileId, device, passkey::Site, way::Provider},
};
use http::{HeaderMap, header::USER_AGENT, request::Parts};

use super::{
    app, cookie,
    headers::{from_headers, header},
    origin::PageOrigin,
};
use crate::{error::ApiError, state::App, store};

/// Customer who is signed in to a profile.
pub(crate) struct ProfileSession {
    pub(crate) profile: ProfileId,
    /// Hash of the session token.
    pub(crate) digest: String,
    pub(crate) session: Session,
    /// Provider of the sign-in.
    pub(crate) provider: Provider,
}

/// Session of the request, if there is one that holds.
pub(crate) struct MaybeProfile(pub(crate) Option<ProfileSession>);

impl MaybeProfile {
    /// Returns the profile that a page of ours sends something from. Another website's page adds to
    /// no profile. A session that can't be looked up counts as absent: nobody needs one to send.
    pub(crate) fn id_at(
        found: Result<Self, ApiError>,
        origin: &PageOrigin,
        app: &App,
    ) -> Option<ProfileId> {
        let is_own = |page: &str| Site::is_own(&app.config.base_url, page);
        let session = found.ok().filter(|_| origin.as_deref().is_some_and(is_own));
        session.and_then(|Self(session)| session).map(|session| session.profile)
    }
}

impl<S: Sync> FromRequestParts<S> for MaybeProfile {
    type Rejection = ApiError;

    #[worker::send]
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let app = app(parts)?;
        find(app, &parts.headers).await.map(Self)
    }
}

/// Returns the session that the cookie names, and prolongs it.
async fn find(app: &App, headers: &HeaderMap) -> Result<Option<ProfileSession>, ApiError> {
    let Some(digest) = ProfileDigest::of(headers).0 else { return Ok(None) };
    let db = app.db()?;
    let found = store::profile::sessions::find(&db, &digest).await?;
    let Some(row) = found.filter(|row| row.session().holds(app.now)) else { return Ok(None) };
    let mut session = row.session();
    if let Some(seen) = session.seen(app.now) {
        session = seen;
        store::profile::sessions::see(&db, &digest, app.now).await?;
    }
    Ok(Some(ProfileSession { profile: row.profile, digest, session, provider: row.provider }))
}

/// Hash of the session token that the browser sent, whether or not the session still holds.
pub(crate) struct ProfileDigest(pub(crate) Option<String>);

impl ProfileDigest {
    fn of(headers: &HeaderMap) -> Self {
        let token = cookie::read(headers, cookie::PROFILE).and_then(Token::parse);
        Self(token.map(|token| token.hash()))
    }
}

/// Token that binds sign-ins to the browser that started them.
pub(crate) struct ProfileSignInToken(pub(crate) Option<Token>);

impl ProfileSignInToken {
    fn of(headers: &HeaderMap) -> Self {
        Self(cookie::read(headers, cookie::PROFILE_SIGN_IN).and_then(Token::parse))
    }
}

/// Name of the browser and its system.
pub(crate) struct Device(pub(crate) String);

impl Device {
    fn of(headers: &HeaderMap) -> Self {
        Self(device::name(header(headers, USER_AGENT).unwrap_or_default()))
    }
}

/// Presence of a request that one of our own pages made, or that a browser without Fetch Metadata
/// made.
pub(crate) struct FromOwnPage(pub(crate) bool);

impl FromOwnPage {
    fn of(headers: &HeaderMap) -> Self {
        Self(header(headers, "sec-fetch-site").is_none_or(|site| site == "same-origin"))
    }
}

from_headers!(ProfileDigest, ProfileSignInToken, Device, FromOwnPage);

#[cfg(test)]
mod tests {
    use domain::access::session::Token;

    use super::{Device, FromOwnPage, ProfileDigest};
    use crate::request::testing::{part, request};

    #[test]
    fn the_session_of_staff_is_no_customers() {
        let token = Token::new([1; 32]).encode();
        let digest = |cookie: &str| {
            let Ok(ProfileDigest(digest)) = part(request(&[("cookie", cookie)]));
            digest
        };
        assert!(digest(&format!("__Host-profile={token}")).is_some());
        assert!(digest(&format!("__Host-session={token}")).is_none());
    }

    #[test]
    fn another_sites_link_is_told_from_our_own() {
        let own = |headers: &[(&str, &str)]| {
            let Ok(FromOwnPage(own)) = part(request(headers));
            own
        };
        assert!(own(&[("sec-fetch-site", "same-origin")]) && own(&[]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]) && !own(&[("sec-fetch-site", "none")]));
    }

    #[test]
    fn an_unknown_browser_has_no_name() {
        let Ok(Device(device)) = part(request(&[("user-agent", "x")]));
        assert_eq!(device, "");
    }
}
