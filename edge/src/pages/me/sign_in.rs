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
    profile::{ProfileId, uae_pass::CANCELLED, way::may_link},
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
        rate_limit::too_many,
    },
    state::App,
    store::{
        self, Statement,
        intake::limits::Counter,
        profile::attempts::{self, Begun, Pending},
    },
    uae_pass,
};

/// Counter name for sign-ins.
const COUNTED: &str = "profile sign-in";

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
            if may_link(session.session, app.now) {
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
    begin(app, client, attempts::begin(&app.db()?, &begun)?).await?;
    let kept = cookie::set(cookie::PROFILE_SIGN_IN, &browser.encode(), PATIENCE);
    Ok((StatusCode::SEE_OTHER, [(LOCATION, address), (SET_COOKIE, kept)]).into_response())
}

/// Stores a sign-in that begins, and counts it.
///
/// # Errors
///
/// [`ApiError::TooMany`] above the limit of a day.
pub(super) async fn begin(app: &App, client: &Client, attempt: Statement) -> Result<(), ApiError> {
    let (db, client, day) = (app.db()?, client.hash(app), app.day());
    let counter = Counter { client: &client, day: &day, what: COUNTED };
    let most = app.config.limits.sign_ins_per_client;
    let sum = store::intake::limits::add(&db, &counter, 1, most)?;
    let written = db.batch(vec![sum, attempt]).await;
    written.map(drop).map_err(|error| too_many(app, error))
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
        Ok(Entered::SignedIn(token)) => signed_in(&token, back_to(&origin, language, "")),
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

/// Returns the absolute address of the file, which says what was done.
fn back_to(OwnOrigin(origin): &OwnOrigin, language: Language, said: &str) -> String {
    format!("{origin}/me?lang={}&said={said}", language.tag())
}

/// Leads on with the cookie of a session.
fn signed_in(token: &Token, address: String) -> Response {
    let kept = cookie::set(cookie::PROFILE, &token.encode(), AGE);
    let gone = cookie::clear(cookie::PROFILE_SIGN_IN);
    let headers = [(LOCATION, address), (SET_COOKIE, kept), (SET_COOKIE, gone)];
    (StatusCode::SEE_OTHER, AppendHeaders(headers)).into_response()
}
