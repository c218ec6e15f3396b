//! Sign-in by UAE PASS: the redirect to it, the same to add it to a profile, and the way back.

use axum::{
    Extension,
    response::{AppendHeaders, IntoResponse, Response},
};
use domain::{
    access::{
        oidc::{Attempt, PATIENCE},
        session::{AGE, Token},
    },
    profile::{ProfileId, uae_pass::CANCELLED, way::is_fresh},
};
use form::Language;
use http::{
    StatusCode,
    header::{LOCATION, SET_COOKIE},
};
use serde::Deserialize;

use super::{back, error_page};
use crate::{
    error::ApiError,
    middleware::access_log,
    pages::Asked,
    platform::{clock::later, random},
    request::{
        client_id::Client,
        cookie,
        language::AcceptedLanguage,
        origin::own::OwnOrigin,
        profile_session::{Device, FromOwnPage, MaybeProfile, ProfileDigest, ProfileSignInToken},
        query::Query,
    },
    service::{
        profile::{self, Browser},
        sign_ins::{self, SignIn},
    },
    state::App,
    store::profile::attempts::{self, Begun, Pending},
    uae_pass,
};

/// Query with which UAE PASS leads back.
#[derive(Default, Deserialize)]
pub(crate) struct Answer {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

/// Redirects to UAE PASS for a sign-in.
#[worker::send]
pub(crate) async fn start(
    Extension(app): Extension<App>,
    Query(asked): Query<Asked>,
    (client, held): (Client, ProfileSignInToken),
    origin: Result<OwnOrigin, ApiError>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    leave(&app, &client, (origin, held), None, language)
        .await
        .unwrap_or_else(|error| error_page::failure(&app, &error, AcceptedLanguage(language)))
}

/// Redirects to UAE PASS to add it to the profile of whoever has just signed in. Another website's
/// link does nothing.
#[worker::send]
pub(crate) async fn link(
    Extension(app): Extension<App>,
    Query(asked): Query<Asked>,
    (client, held): (Client, ProfileSignInToken),
    (FromOwnPage(is_own), origin): (FromOwnPage, Result<OwnOrigin, ApiError>),
    session: Result<MaybeProfile, ApiError>,
    accepted: AcceptedLanguage,
) -> Response {
    let language = accepted.unless(asked.lang.as_deref());
    let answer = match session {
        Ok(MaybeProfile(Some(session))) if is_own => {
            if is_fresh(session.session, app.now) {
                leave(&app, &client, (origin, held), Some(&session.profile), language).await
            } else {
                Ok(back(language, "fresh"))
            }
        }
        Ok(_) => Ok(back(language, "")),
        Err(error) => Err(error),
    };
    answer.unwrap_or_else(|error| error_page::failure(&app, &error, AcceptedLanguage(language)))
}

async fn leave(
    app: &App,
    client: &Client,
    (origin, ProfileSignInToken(held)): (Result<OwnOrigin, ApiError>, ProfileSignInToken),
    profile: Option<&ProfileId>,
    language: Language,
) -> Result<Response, ApiError> {
    let browser = if let Some(held) = held { held } else { Token::new(random::draw()?) };
    let attempt = Attempt::draw(random::draw()?, random::draw()?, random::draw()?);
    // UAE PASS speaks these two.
    let spoken = if language == Language::Ar { "ar" } else { "en" };
    let address = uae_pass::departure(app, &origin?, &attempt, spoken)?;
    let begun = Begun {
        state: &attempt.state,
        browser: &browser,
        verifier: &attempt.verifier,
        profile,
        language: language.tag(),
        expires_at: later(app.now, PATIENCE),
    };
    let begun = attempts::begin(&app.db()?, &begun)?;
    sign_ins::begin(app, &client.hash(app), SignIn::Customer, begun).await?;
    let kept = cookie::set(cookie::PROFILE_SIGN_IN, &browser.encode(), PATIENCE);
    Ok((StatusCode::SEE_OTHER, [(LOCATION, address), (SET_COOKIE, kept)]).into_response())
}

/// Starts a session for the person whom UAE PASS names, or adds that account to a profile.
#[worker::send]
pub(crate) async fn finish(
    Extension(app): Extension<App>,
    Query(answer): Query<Answer>,
    (ProfileSignInToken(browser), ProfileDigest(earlier)): (ProfileSignInToken, ProfileDigest),
    (Device(device), origin): (Device, Result<OwnOrigin, ApiError>),
    session: Result<MaybeProfile, ApiError>,
    accepted: AcceptedLanguage,
) -> Response {
    let (origin, pending) = match (origin, returned(&app, &answer, browser).await) {
        (Ok(origin), Ok(Some(pending))) => (origin, pending),
        (_, Ok(None)) => return back(accepted.0, "failed"),
        (Err(error), _) | (_, Err(error)) => return error_page::failure(&app, &error, accepted),
    };
    let language = accepted.unless(Some(&pending.language));
    let browser = Browser { device: &device, earlier: earlier.as_deref() };
    match enter(&app, (&origin, &answer), &pending, session, &browser).await {
        Ok(Entered::SignedIn(token)) => signed_in(&token, language),
        Ok(Entered::Said(said)) => back(language, said),
        Err(error @ ApiError::NotSignedIn(_)) => {
            // The log holds nothing about the person.
            access_log::failed("profile sign-in", &error);
            back(language, "failed")
        }
        Err(error) => error_page::failure(&app, &error, AcceptedLanguage(language)),
    }
}

/// Outcome of a return from UAE PASS.
enum Entered {
    SignedIn(Token),
    /// Name of what the page says.
    Said(&'static str),
}

/// Takes the attempt that an answer belongs to, if this browser began it.
async fn returned(
    app: &App,
    answer: &Answer,
    browser: Option<Token>,
) -> Result<Option<Pending>, ApiError> {
    let state = answer.state.as_deref().and_then(Token::parse);
    let (Some(state), Some(browser)) = (state, browser) else { return Ok(None) };
    Ok(attempts::take(&app.db()?, &state, &browser, app.now).await?)
}

async fn enter(
    app: &App,
    (origin, answer): (&OwnOrigin, &Answer),
    pending: &Pending,
    session: Result<MaybeProfile, ApiError>,
    browser: &Browser<'_>,
) -> Result<Entered, ApiError> {
    if answer.error.as_deref() == Some(CANCELLED) {
        return Ok(Entered::Said("cancelled"));
    }
    let code = answer.code.as_deref().filter(|_| answer.error.is_none());
    let Some(code) = code else { return Ok(Entered::Said("failed")) };
    let account = uae_pass::arrival(app, origin, (code, &pending.verifier)).await?;
    let Some(profile) = &pending.profile else {
        return profile::sign_in(app, &account, browser).await.map(Entered::SignedIn);
    };
    let MaybeProfile(session) = session?;
    if session.is_none_or(|session| session.profile != *profile) {
        return Ok(Entered::Said("failed"));
    }
    let is_added = profile::link(app, profile, &account, None, browser.device).await?;
    Ok(Entered::Said(if is_added { "linked" } else { "taken" }))
}

/// Leads to the file with the cookie of a session.
fn signed_in(token: &Token, language: Language) -> Response {
    let kept = cookie::set(cookie::PROFILE, &token.encode(), AGE);
    let gone = cookie::clear(cookie::PROFILE_SIGN_IN);
    (AppendHeaders([(SET_COOKIE, kept), (SET_COOKIE, gone)]), back(language, "")).into_response()
}
