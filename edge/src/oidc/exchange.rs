//! Exchange of the authorization code for an ID token, with the client secret and the PKCE verifier
//! (RFC 6749, section 4.1.3; RFC 7636).

use domain::access::oidc::discovery::Discovery;
use serde::Deserialize;
use worker::{Headers, Method, RequestInit};

use super::{callback, fetch};
use crate::{config::Provider, error::ApiError, platform::http_client, state::App};

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

pub(super) async fn id_token(
    app: &App,
    provider: &Provider,
    discovery: &Discovery,
    code: &str,
    verifier: &str,
) -> Result<String, ApiError> {
    let callback = callback(app);
    let mut pairs = vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &callback),
        ("code_verifier", verifier),
    ];
    let headers = Headers::new();
    headers.set("content-type", "application/x-www-form-urlencoded")?;
    headers.set("accept", "application/json")?;
    if discovery.takes_secret_in_body() {
        pairs
            .extend([("client_id", provider.client.as_str()), ("client_secret", &provider.secret)]);
    } else {
        let [name, password] = [&provider.client, &provider.secret].map(|text| encoded(text));
        headers.set("authorization", &http_client::basic(&name, &password))?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_headers(headers).with_body(Some(form(&pairs).into()));
    match fetch::ask(&discovery.token_endpoint, init).await? {
        (200, answer) => {
            let tokens: Tokens = serde_json::from_str(&answer)
                .map_err(|_| refused("no ID token came for the code"))?;
            Ok(tokens.id_token)
        }
        (status, _) => Err(refused(&format!("the code is not taken: status {status}"))),
    }
}

fn refused(why: &str) -> ApiError {
    ApiError::NotSignedIn(why.to_owned())
}

/// Encodes pairs as a form does.
fn form(pairs: &[(&str, &str)]) -> String {
    let encode = |(name, value): &(&str, &str)| format!("{}={}", encoded(name), encoded(value));
    pairs.iter().map(encode).collect::<Vec<_>>().join("&")
}

/// Percent-encodes a name or a value.
fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
