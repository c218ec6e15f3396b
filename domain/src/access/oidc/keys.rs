//! Signing keys of an identity provider (RFC 7517), limited to those that can sign ID tokens.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::id_token::{Algorithm, Signed};

/// Shortest accepted modulus of an RSA key, in bytes.
const MODULUS_MIN: usize = 256;

/// Key set of a provider.
#[derive(Clone, Debug, Deserialize)]
pub struct KeySet {
    keys: Vec<serde_json::Value>,
}

/// Public key that a signature is verified with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kty")]
pub enum Key {
    /// RSA key: modulus and exponent.
    #[serde(rename = "RSA")]
    Rsa {
        /// Modulus.
        n: String,
        /// Exponent.
        e: String,
    },
    /// Elliptic-curve key: the curve's name and a point on it.
    #[serde(rename = "EC")]
    Curve {
        /// Name of the curve.
        crv: String,
        /// First coordinate.
        x: String,
        /// Second coordinate.
        y: String,
    },
}

/// Key id, algorithm and intended use of a key.
#[derive(Deserialize)]
struct About {
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
}

impl KeySet {
    /// Parses `jwks.json`. [`Self::key_of`] skips keys that aren't supported.
    pub fn read(document: &str) -> Option<Self> {
        serde_json::from_str(document).ok()
    }

    /// Returns the key that a token names. For a token that names none, returns the only suitable
    /// key, or `None` if there are several.
    pub fn key_of(&self, token: &Signed) -> Option<Key> {
        let mut fitting = self.keys.iter().filter_map(|key| fitting(key, token));
        let found = fitting.next()?;
        (token.key.is_some() || fitting.next().is_none()).then_some(found)
    }
}

fn fitting(jwk: &serde_json::Value, token: &Signed) -> Option<Key> {
    let About { kid, alg, purpose } = About::deserialize(jwk).ok()?;
    let is_meant = (token.key.is_none() || token.key == kid)
        && alg.is_none_or(|alg| alg == token.algorithm.as_str())
        && purpose.is_none_or(|purpose| purpose == "sig");
    let key = Key::deserialize(jwk).ok().filter(|_| is_meant)?;
    let is_good = match (&key, token.algorithm) {
        (Key::Rsa { n, .. }, Algorithm::Rs256) => {
            URL_SAFE_NO_PAD.decode(n).is_ok_and(|modulus| modulus.len() >= MODULUS_MIN)
        }
        (Key::Curve { crv, .. }, Algorithm::Es256) => crv == "P-256",
        _ => false,
    };
    is_good.then_some(key)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::access::oidc::id_token::samples;

    fn rsa(kid: &str) -> Value {
        json!({ "kty": "RSA", "kid": kid, "use": "sig", "alg": "RS256", "n": URL_SAFE_NO_PAD.encode([0xff; 256]), "e": "AQAB" })
    }

    fn curve(kid: &str) -> Value {
        json!({ "kty": "EC", "kid": kid, "crv": "P-256", "x": "AA", "y": "AQ" })
    }

    fn token(alg: &str, kid: Option<&str>) -> Signed {
        Signed::read(&samples::token(&json!({ "alg": alg, "kid": kid }), &samples::claims()))
            .unwrap()
    }

    fn set(keys: &[Value]) -> KeySet {
        KeySet::read(&json!({ "keys": keys }).to_string()).unwrap()
    }

    #[test]
    fn a_token_names_its_key() {
        let keys = set(&[json!({ "kty": "oct", "k": "AA" }), rsa("1"), rsa("2"), curve("3")]);
        assert!(matches!(keys.key_of(&token("RS256", Some("2"))), Some(Key::Rsa { .. })));
        assert!(matches!(keys.key_of(&token("ES256", Some("3"))), Some(Key::Curve { .. })));
        assert_eq!(keys.key_of(&token("RS256", Some("4"))), None, "a key that isn't there");
        assert_eq!(keys.key_of(&token("RS256", None)), None, "which of the two?");
        assert!(keys.key_of(&token("ES256", None)).is_some(), "there is no other");
    }

    #[test]
    fn a_key_is_used_for_what_it_is_for() {
        for (member, value) in [("use", "enc"), ("alg", "RS512"), ("kty", "EC"), ("n", "AQAB")] {
            let mut key = rsa("1");
            key[member] = value.into();
            assert_eq!(set(&[key]).key_of(&token("RS256", Some("1"))), None, "{member}");
        }
        assert_eq!(
            set(&[rsa("1")]).key_of(&token("ES256", Some("1"))),
            None,
            "a key of the other kind"
        );
        let mut other = curve("1");
        other["crv"] = "secp256k1".into();
        assert_eq!(set(&[other]).key_of(&token("ES256", Some("1"))), None, "another curve");
    }

    #[test]
    fn what_goes_to_the_verifier_is_public() {
        let mut key = rsa("1");
        key["d"] = "secret".into();
        let found = set(&[key]).key_of(&token("RS256", Some("1"))).unwrap();
        let members: Vec<_> =
            serde_json::to_value(found).unwrap().as_object().unwrap().keys().cloned().collect();
        assert_eq!(members, ["e", "kty", "n"]);
    }
}
