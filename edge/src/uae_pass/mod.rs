//! Adapter to UAE PASS, at which customers sign in if they want to.
//!
//! This folder does the requests. `domain::profile::uae_pass` decides which parameters are sent and
//! reads the answer. It has nothing in common with the provider of staff.

use std::time::Duration;

use domain::{
    access::oidc::Attempt,
    profile::{
        uae_pass::{self, ACR, SCOPE},
        way::Account,
    },
};
use serde::Deserialize;
use worker::{Headers, Method, RequestInit, Url};

use crate::{
    config::uae_pass::Settings, error::ApiError, platform::http_client,
    request::origin::own::OwnOrigin, state::App,
};

/// Path that people come back to.
const CALLBACK: &str = "/me/signed-in/uae-pass";

/// Timeout of a request.
const PATIENCE: Duration = Duration::from_secs(10);

/// Longest answer that is read, in bytes.
const ANSWER_MAX: usize = 64 * 1024;

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
}

fn settings(app: &App) -> Result<&Settings, ApiError> {
    app.config.uae_pass.as_ref().ok_or(ApiError::NotFound)
}

fn callback(OwnOrigin(origin): &OwnOrigin) -> String {
    [origin, CALLBACK].concat()
}

/// Returns the address that a person is redirected to for signing in, from where they come back to
/// `origin`. `language` is `ar` or `en`.
///
/// # Errors
///
/// [`ApiError::NotFound`] if the installation has no client at UAE PASS.
pub(crate) fn departure(
    app: &App,
    origin: &OwnOrigin,
    attempt: &Attempt,
    language: &str,
) -> Result<String, ApiError> {
    let Settings { url, client, .. } = settings(app)?;
    let pairs = [
        ("response_type", "code"),
        ("client_id", client),
        ("scope", SCOPE),
        ("state", &attempt.state.encode()),
        ("redirect_uri", &callback(origin)),
        ("acr_values", ACR),
        ("ui_locales", language),
        ("code_challenge", &attempt.challenge()),
        ("code_challenge_method", "S256"),
    ];
    address(url, "/idshub/authorize", &pairs)
}

/// Returns the address at which the session at UAE PASS ends, and which leads back to `path`.
pub(crate) fn sign_out(app: &App, path: &str) -> Option<String> {
    let Settings { url, .. } = settings(app).ok()?;
    let back = [&app.config.base_url, path].concat();
    address(url, "/idshub/logout", &[("redirect_uri", &back)]).ok()
}

/// Returns the account of the person who has come back to `origin` with `code`.
///
/// # Errors
///
/// [`ApiError::NotSignedIn`] if the code isn't taken or the answer names nobody.
pub(crate) async fn arrival(
    app: &App,
    origin: &OwnOrigin,
    (code, verifier): (&str, &str),
) -> Result<Account, ApiError> {
    let Settings { url, client, secret } = settings(app)?;
    let headers = Headers::new();
    headers.set("authorization", &http_client::basic(client, secret))?;
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("redirect_uri", &callback(origin))
        .append_pair("code_verifier", verifier)
        .finish();
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
    let answer = ask(&[url, "/idshub/token"].concat(), init).await?;
    let tokens: Tokens = serde_json::from_str(&answer).map_err(|_| refused(&"no access token"))?;
    let headers = Headers::new();
    headers.set("authorization", &format!("Bearer {}", tokens.access_token))?;
    let mut init = RequestInit::new();
    init.with_headers(headers);
    let answer = ask(&[url, "/idshub/userinfo"].concat(), init).await?;
    uae_pass::account(&answer).map_err(|error| refused(&error))
}

/// Sends a request, and returns the text of an answer with status 200.
async fn ask(address: &str, init: RequestInit) -> Result<String, ApiError> {
    let failed = |why: &str| ApiError::Internal(format!("UAE PASS, {address}: {why}"));
    let answer = http_client::ask_text(address, init, PATIENCE, ANSWER_MAX).await;
    let (status, text) = answer.map_err(failed)?;
    match status {
        200 => Ok(text),
        400..=499 => Err(refused(&format!("{address} answers {status}"))),
        _ => Err(failed(&format!("status {status}"))),
    }
}

fn address(url: &str, path: &str, pairs: &[(&str, &str)]) -> Result<String, ApiError> {
    let parsed = Url::parse_with_params(&[url, path].concat(), pairs);
    parsed.map(String::from).map_err(|error| ApiError::Internal(format!("UAE_PASS_URL: {error}")))
}

fn refused(why: &dyn std::fmt::Display) -> ApiError {
    ApiError::NotSignedIn(why.to_string())
}
