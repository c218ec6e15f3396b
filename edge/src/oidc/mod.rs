//! Adapter to the OpenID Connect provider that staff sign in at.
//!
//! This folder does the requests, and `http::console::sign_in` calls it. `domain::access::oidc`
//! decides which parameters are sent and whether an answer is valid.

mod exchange;
mod fetch;
mod known;

use domain::access::oidc::{
    Attempt,
    id_token::{Expected, Identity, Signed},
};
use worker::Url;

use crate::{
    config::Provider, crypto::public_key, error::ApiError, state::App,
    store::access::sign_ins::Pending,
};

/// Scopes that are requested: the account's id, and the e-mail address by which the person was
/// added here.
const SCOPE: &str = "openid email";

/// Returns the redirect URI that the provider sends people back to.
fn callback(app: &App) -> String {
    format!("{}/console/signed-in", app.config.base_url)
}

fn provider(app: &App) -> Result<&Provider, ApiError> {
    app.config
        .provider
        .as_ref()
        .ok_or_else(|| ApiError::Internal("OIDC_ISSUER is not set: nobody can sign in".into()))
}

/// Returns the provider's address that a person is redirected to for signing in.
pub(crate) async fn departure(app: &App, attempt: &Attempt) -> Result<String, ApiError> {
    let provider = provider(app)?;
    let fetched = known::discovery(app, provider).await?;
    let discovery = &fetched.document;
    let address = Url::parse(&discovery.authorization_endpoint);
    let mut address =
        address.map_err(|error| ApiError::Internal(format!("the provider's address: {error}")))?;
    address
        .query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &provider.client)
        .append_pair("redirect_uri", &callback(app))
        .append_pair("scope", SCOPE)
        .append_pair("state", &attempt.state.encode())
        .append_pair("nonce", &attempt.nonce)
        .append_pair("code_challenge", &attempt.challenge())
        .append_pair("code_challenge_method", "S256");
    if let Some(classes) = provider.strength.acr_values() {
        address.query_pairs_mut().append_pair("acr_values", &classes);
    }
    Ok(address.into())
}

/// Returns the issuer and the identity of the person who has come back with `code`.
///
/// # Errors
///
/// Refuses an answer from another issuer, a token whose key is unknown or whose signature is
/// invalid, and a token that `domain` rejects.
pub(crate) async fn arrival(
    app: &App,
    code: &str,
    issuer: Option<&str>,
    pending: &Pending,
) -> Result<(String, Identity), ApiError> {
    let refused = |error: &dyn std::fmt::Display| ApiError::NotSignedIn(error.to_string());
    let provider = provider(app)?;
    let fetched = known::discovery(app, provider).await?;
    let discovery = &fetched.document;
    if !discovery.answers_as(issuer) {
        return Err(refused(&"the answer is from another issuer"));
    }
    let token = exchange::id_token(app, provider, discovery, code, &pending.verifier).await?;
    let token = Signed::read(&token).map_err(|error| refused(&error))?;
    let key = known::key_of(app, discovery, &token)
        .await?
        .ok_or_else(|| refused(&"the ID token names no key that is known"))?;
    let (input, signature) = (token.input.as_bytes(), token.signature.as_slice());
    if !public_key::holds(token.algorithm, &key, input, signature).await? {
        return Err(refused(&"the ID token's signature doesn't hold"));
    }
    let expected = Expected {
        issuer: &provider.issuer,
        client: &provider.client,
        nonce: &pending.nonce,
        now: app.now,
        strength: &provider.strength,
    };
    let identity = token.identity(&expected).map_err(|error| refused(&error))?;
    Ok((provider.issuer.clone(), identity))
}
