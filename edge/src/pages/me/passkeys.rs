//! Passkeys: the challenge, a new passkey, and a sign-in by one. The page's script calls them.

use axum::{
    Extension, Json,
    response::{AppendHeaders, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    access::session::{AGE, Token},
    profile::{
        passkey::{self, PATIENCE, PasskeyError, Site},
        way::{Account, Provider, is_fresh},
    },
    wire::{NewPasskey, PasskeyAnswer, PasskeyChallenge, PasskeyTaken},
};
use http::header::{CACHE_CONTROL, SET_COOKIE};

use crate::{
    crypto::public_key,
    error::ApiError,
    platform::{clock::later, random},
    request::{
        client_id::Client,
        cookie,
        json::JsonBody,
        language::AcceptedLanguage,
        profile_session::{Device, MaybeProfile, ProfileDigest, ProfileSignInToken},
    },
    service::{
        profile::{self, Browser},
        sign_ins::{self, SignIn},
    },
    state::App,
    store::profile::{
        attempts::{self, Begun, Pending},
        ways,
    },
};

/// Draws a challenge, which this browser may answer once. Whoever is signed in may add a passkey
/// right after the sign-in.
#[worker::send]
pub(crate) async fn challenge(
    Extension(app): Extension<App>,
    (client, ProfileSignInToken(held)): (Client, ProfileSignInToken),
    session: Result<MaybeProfile, ApiError>,
    AcceptedLanguage(language): AcceptedLanguage,
) -> Result<Response, ApiError> {
    let site = site(&app)?;
    let MaybeProfile(session) = session?;
    let session = session.filter(|session| is_fresh(session.session, app.now));
    let browser = if let Some(held) = held { held } else { Token::new(random::draw()?) };
    let challenge = Token::new(random::draw()?);
    let begun = Begun {
        state: &challenge,
        browser: &browser,
        verifier: "",
        profile: session.as_ref().map(|session| &session.profile),
        language: language.tag(),
        expires_at: later(app.now, PATIENCE),
    };
    let begun = attempts::begin(&app.db()?, &begun)?;
    sign_ins::begin(&app, &client.hash(&app), SignIn::Customer, begun).await?;
    let user: [u8; 16] = random::draw()?;
    let answer = PasskeyChallenge {
        challenge: challenge.encode(),
        domain: site.domain,
        user: URL_SAFE_NO_PAD.encode(user),
    };
    let kept = cookie::set(cookie::PROFILE_SIGN_IN, &browser.encode(), PATIENCE);
    let headers = [(SET_COOKIE, kept), (CACHE_CONTROL, "no-store".to_owned())];
    Ok((AppendHeaders(headers), Json(answer)).into_response())
}

/// Takes a new passkey: as a further way of whoever is signed in, or for a new file.
#[worker::send]
pub(crate) async fn add(
    Extension(app): Extension<App>,
    ProfileSignInToken(browser): ProfileSignInToken,
    Device(device): Device,
    session: Result<MaybeProfile, ApiError>,
    body: JsonBody<NewPasskey>,
) -> Result<Response, ApiError> {
    let sent = body.read().await?;
    let [client, attestation] = [bytes(&sent.client_data)?, bytes(&sent.attestation)?];
    let (challenge, pending) = taken(&app, &client, browser).await?;
    let credential =
        passkey::register(&site(&app)?, &challenge, [&client, &attestation]).map_err(refused)?;
    let account = account(credential.id);
    let key = serde_json::to_string(&credential.key)?;
    let key = Some((key.as_str(), credential.counter));
    let MaybeProfile(session) = session?;
    match (session, pending.profile) {
        (Some(session), Some(profile)) if session.profile == profile => {
            let is_added = profile::link(&app, &profile, &account, key, &device).await?;
            let said = if is_added { "linked" } else { "taken" };
            Ok(Json(PasskeyTaken { said: said.to_owned() }).into_response())
        }
        (None, None) => {
            let browser = Browser { device: &device, earlier: None };
            // The signature of a credential that is known wasn't asked for.
            let token = profile::begin(&app, &account, key, &browser).await?;
            let token = token.ok_or_else(|| refused(PasskeyError::Elsewhere))?;
            Ok(entered(&token))
        }
        _ => Err(ApiError::NotSignedIn("the session has changed meanwhile".into())),
    }
}

/// Signs in by a passkey.
#[worker::send]
pub(crate) async fn enter(
    Extension(app): Extension<App>,
    (ProfileSignInToken(browser), ProfileDigest(earlier)): (ProfileSignInToken, ProfileDigest),
    Device(device): Device,
    body: JsonBody<PasskeyAnswer>,
) -> Result<Response, ApiError> {
    let sent = body.read().await?;
    let parts = [&sent.client_data, &sent.authenticator_data, &sent.signature];
    let [client, data, signature] = parts.map(|part| bytes(part));
    let (client, data, signature) = (client?, data?, signature?);
    let (challenge, _) = taken(&app, &client, browser).await?;
    let known = ways::passkey(&app.db()?, &sent.id).await?;
    let known = known.ok_or_else(|| ApiError::NotSignedIn("nobody has this passkey".into()))?;
    let checked = (&known.key, known.counter);
    let assertion =
        passkey::sign_in(&site(&app)?, &challenge, checked, [&client, &data, &signature])
            .map_err(refused)?;
    let algorithm = passkey::algorithm(&known.key);
    if !public_key::holds(algorithm, &known.key, &assertion.input, &assertion.signature).await? {
        return Err(ApiError::NotSignedIn("the passkey's signature doesn't hold".into()));
    }
    let browser = Browser { device: &device, earlier: earlier.as_deref() };
    let used = (&account(sent.id), Some(assertion.counter));
    let token = profile::enter(&app, &known.profile, used, &browser).await?;
    Ok(entered(&token))
}

fn account(subject: String) -> Account {
    Account { provider: Provider::Passkey, subject, level: None }
}

fn site(app: &App) -> Result<Site, ApiError> {
    Site::at(&app.config.base_url).ok_or(ApiError::NotFound)
}

fn bytes(text: &str) -> Result<Vec<u8>, ApiError> {
    let decoded = URL_SAFE_NO_PAD.decode(text);
    decoded.map_err(|_| ApiError::Malformed("bytes are in base64url".into()))
}

fn refused(error: PasskeyError) -> ApiError {
    ApiError::NotSignedIn(error.to_string())
}

/// Takes the challenge that an answer names, if it was drawn for this browser.
async fn taken(
    app: &App,
    client_data: &[u8],
    browser: Option<Token>,
) -> Result<(Token, Pending), ApiError> {
    let gone = || ApiError::NotSignedIn("the challenge is over or another browser's".into());
    let challenge = passkey::challenge(client_data).ok_or_else(gone)?;
    let browser = browser.ok_or_else(gone)?;
    let pending = attempts::take(&app.db()?, &challenge, &browser, app.now).await?;
    Ok((challenge, pending.ok_or_else(gone)?))
}

fn entered(token: &Token) -> Response {
    let kept = cookie::set(cookie::PROFILE, &token.encode(), AGE);
    let answer = PasskeyTaken { said: String::new() };
    (AppendHeaders([(SET_COOKIE, kept)]), Json(answer)).into_response()
}
