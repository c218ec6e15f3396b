//! `GET /console/sign-in`, which redirects to the provider, and `GET /console/signed-in`, to which
//! the provider redirects back.

use axum::{
    Extension,
    response::{AppendHeaders, IntoResponse, Response},
};
use domain::access::{
    oidc::{self as sign_in, Attempt},
    security_event::{Cause, Incident},
    session::{self as staff_session, Token},
};
use http::{
    StatusCode,
    header::{LOCATION, SET_COOKIE},
};
use serde::Deserialize;

use crate::{
    error::ApiError,
    middleware::refusals,
    oidc, pages,
    platform::{clock::later, random},
    request::{
        client_id::Client,
        cookie,
        language::AcceptedLanguage,
        query::Query,
        session::{SessionDigest, SignInToken},
    },
    service::sign_ins::{self, SignIn},
    state::App,
    store,
};

/// Query of the address: the path to return to.
#[derive(Default, Deserialize)]
pub(crate) struct Wanted {
    to: Option<String>,
}

/// Query that the provider sends.
#[derive(Default, Deserialize)]
pub(crate) struct Answer {
    code: Option<String>,
    state: Option<String>,
    iss: Option<String>,
    error: Option<String>,
}

/// Redirects to the provider.
#[worker::send]
pub(crate) async fn start(
    Extension(app): Extension<App>,
    Query(wanted): Query<Wanted>,
    client: Client,
    held: SignInToken,
    language: AcceptedLanguage,
) -> Response {
    match begin(&app, &client, held, sign_in::target(wanted.to.as_deref())).await {
        Ok(response) => response,
        Err(error) => failure(&app, &client, &error, language).await,
    }
}

/// Logs a refusal and answers with its reason.
async fn failure(
    app: &App,
    client: &Client,
    error: &ApiError,
    language: AcceptedLanguage,
) -> Response {
    refusals::log_sign_in(app, &client.hash(app), error).await;
    pages::sign_in::failure(app, error, language)
}

async fn begin(
    app: &App,
    client: &Client,
    SignInToken(held): SignInToken,
    target: &str,
) -> Result<Response, ApiError> {
    // Several tabs may sign in at once, so they share the browser's token.
    let browser = if let Some(held) = held { held } else { Token::new(random::draw()?) };
    let attempt = Attempt::draw(random::draw()?, random::draw()?, random::draw()?);
    let address = oidc::departure(app, &attempt).await?;
    let until = later(app.now, sign_in::PATIENCE);
    let begun =
        store::access::sign_ins::begin(&app.db()?, &attempt, &browser.hash(), target, until)?;
    sign_ins::begin(app, &client.hash(app), SignIn::Staff, begun).await?;
    let kept = cookie::set(cookie::SIGN_IN, &browser.encode(), sign_in::PATIENCE);
    Ok((StatusCode::SEE_OTHER, [(LOCATION, address), (SET_COOKIE, kept)]).into_response())
}

/// Starts a session for the person whom the provider identifies.
#[worker::send]
pub(crate) async fn finish(
    Extension(app): Extension<App>,
    Query(answer): Query<Answer>,
    client: Client,
    browser: SignInToken,
    earlier: SessionDigest,
    language: AcceptedLanguage,
) -> Response {
    match enter(&app, &answer, browser, earlier).await {
        Ok(response) => response,
        Err(error) => failure(&app, &client, &error, language).await,
    }
}

async fn enter(
    app: &App,
    answer: &Answer,
    SignInToken(browser): SignInToken,
    SessionDigest(earlier): SessionDigest,
) -> Result<Response, ApiError> {
    let refused = |why: &str| ApiError::NotSignedIn(why.to_owned());
    let db = app.db()?;
    let state = answer
        .state
        .as_deref()
        .and_then(Token::parse)
        .ok_or_else(|| refused("it names no sign-in"))?;
    let browser = browser.ok_or_else(|| refused("another browser began it"))?;
    let pending =
        store::access::sign_ins::take(&db, &state.hash(), &browser.hash(), app.now).await?;
    let pending = pending
        .ok_or_else(|| refused("it was begun by another browser, too long ago, or is over"))?;
    let code = answer
        .code
        .as_deref()
        .filter(|_| answer.error.is_none())
        .ok_or_else(|| refused("the provider says no"))?;
    let (issuer, identity) = oidc::arrival(app, code, answer.iss.as_deref(), &pending).await?;
    let staff = store::access::staff::recognise(&db, &issuer, &identity)
        .await?
        .ok_or(ApiError::NotStaff)?;
    let new = Token::new(random::draw()?);
    let mut changes = vec![store::access::sessions::begin(&db, &new.hash(), &staff, app.now)?];
    changes.push(store::access::introductions::end(&db, &staff)?);
    let (cause, signed_in) = (Cause::Staff(staff), vec![Incident::SignedIn]);
    changes.push(store::access::security_events::caused(&db, &cause, signed_in, app.now)?);
    if let Some(old) = earlier {
        changes.push(store::access::sessions::end(&db, &old)?);
    }
    db.batch(changes).await?;
    let kept = cookie::set(cookie::SESSION, &new.encode(), staff_session::AGE);
    let address = format!("{}{}", app.config.base_url, pending.target);
    Ok((StatusCode::SEE_OTHER, AppendHeaders([(LOCATION, address), (SET_COOKIE, kept)]))
        .into_response())
}
