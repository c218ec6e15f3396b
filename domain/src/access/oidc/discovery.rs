//! Discovery document of an identity provider (OpenID Connect Discovery 1.0).

use serde::Deserialize;
use thiserror::Error;

use crate::endpoint::is_private;

/// Discovery document, limited to the members used here.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Discovery {
    issuer: String,
    /// Address at which people sign in.
    pub authorization_endpoint: String,
    /// Address at which codes are exchanged.
    pub token_endpoint: String,
    /// Address of the provider's keys.
    pub jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// Reason why a discovery document is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DiscoveryError {
    /// Text that is not a discovery document.
    #[error("the provider's discovery document can't be read")]
    Malformed,
    /// The document of another issuer.
    #[error("the provider's discovery document names another issuer")]
    Issuer,
    /// An address without TLS, where others could listen in.
    #[error("the provider's discovery document names an address without TLS")]
    Plain,
}

impl Discovery {
    /// Returns the address of this issuer's document.
    pub fn address(issuer: &str) -> String {
        format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
    }

    /// Parses the document of this issuer.
    ///
    /// # Errors
    ///
    /// Returns an error if the text isn't a discovery document, is another issuer's, or names an
    /// address without TLS.
    pub fn read(document: &str, issuer: &str) -> Result<Self, DiscoveryError> {
        let read: Self = serde_json::from_str(document).map_err(|_| DiscoveryError::Malformed)?;
        let addresses = [&read.authorization_endpoint, &read.token_endpoint, &read.jwks_uri];
        match () {
            () if read.issuer != issuer => Err(DiscoveryError::Issuer),
            () if !addresses.iter().all(|address| is_private(address)) => {
                Err(DiscoveryError::Plain)
            }
            () => Ok(read),
        }
    }

    /// Returns whether the client secret is sent in the body, because the provider doesn't accept
    /// it in the header.
    pub fn takes_secret_in_body(&self) -> bool {
        let Some(methods) = &self.token_endpoint_auth_methods_supported else { return false };
        let takes = |name: &str| methods.iter().any(|method| method == name);
        !takes("client_secret_basic") && takes("client_secret_post")
    }

    /// Returns whether an authorization response comes from this provider (RFC 9207). `issuer` is
    /// the response's `iss` parameter, if it has one.
    pub fn answers_as(&self, issuer: Option<&str>) -> bool {
        issuer.map_or(!self.authorization_response_iss_parameter_supported, |issuer| {
            issuer == self.issuer
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ISSUER: &str = "https://id.example/realm";

    fn document(change: impl FnOnce(&mut serde_json::Value)) -> String {
        let mut document = serde_json::json!({
            "issuer": ISSUER,
            "authorization_endpoint": "https://id.example/auth",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://keys.example/jwks",
            "scopes_supported": ["openid"],
        });
        change(&mut document);
        document.to_string()
    }

    #[test]
    fn a_provider_speaks_for_itself_over_tls() {
        assert_eq!(
            Discovery::address("https://id.example/realm/"),
            "https://id.example/realm/.well-known/openid-configuration"
        );
        assert!(Discovery::read(&document(|_| {}), ISSUER).is_ok());
        assert_eq!(Discovery::read("<html>", ISSUER), Err(DiscoveryError::Malformed));
        assert_eq!(
            Discovery::read(&document(|_| {}), "https://id.example"),
            Err(DiscoveryError::Issuer)
        );
        for place in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
            let plain = document(|it| it[place] = "http://id.example/x".into());
            assert_eq!(Discovery::read(&plain, ISSUER), Err(DiscoveryError::Plain), "{place}");
        }
        assert_eq!(
            Discovery::read(
                &document(|it| it["jwks_uri"] = "http://127.0.0.1.evil.example/".into()),
                ISSUER
            ),
            Err(DiscoveryError::Plain)
        );
    }

    #[test]
    fn the_secret_goes_where_the_provider_takes_it() {
        let takes = |methods: &[&str]| {
            let document =
                document(|it| it["token_endpoint_auth_methods_supported"] = methods.into());
            Discovery::read(&document, ISSUER).unwrap().takes_secret_in_body()
        };
        assert!(
            takes(&["client_secret_post"])
                && !takes(&["client_secret_post", "client_secret_basic"])
        );
        assert!(!Discovery::read(&document(|_| {}), ISSUER).unwrap().takes_secret_in_body());
    }

    #[test]
    fn an_answer_says_whose_it_is_where_the_provider_promises_that() {
        let silent = Discovery::read(&document(|_| {}), ISSUER).unwrap();
        let telling =
            document(|it| it["authorization_response_iss_parameter_supported"] = true.into());
        let telling = Discovery::read(&telling, ISSUER).unwrap();
        for provider in [&silent, &telling] {
            assert!(
                provider.answers_as(Some(ISSUER))
                    && !provider.answers_as(Some("https://evil.example"))
            );
        }
        assert!(silent.answers_as(None) && !telling.answers_as(None));
    }
}
