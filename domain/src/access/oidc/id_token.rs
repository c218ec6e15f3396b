//! ID tokens, which state who has signed in (OpenID Connect Core 1.0, section 3.1.3.7).
//!
//! First the edge verifies the signature, with the key that [`super::keys`] finds; then
//! [`Signed::identity`] reads the claims.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

/// Largest difference between the two clocks, in seconds.
const SKEW: i64 = 60;

/// Largest age of a token that has just been requested, in seconds.
const AGE_MAX: i64 = 10 * 60;

/// Longest token that is parsed, in bytes.
const LENGTH_MAX: usize = 16 * 1024;

/// Accepted signature algorithms. `none` is not among them, nor is any that needs a shared secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

/// Token whose signature is still to be verified.
#[derive(Clone, Debug)]
pub struct Signed {
    /// Algorithm that the token names.
    pub algorithm: Algorithm,
    /// Id of the key that the token names, if any.
    pub key: Option<String>,
    /// Signed input: header and payload.
    pub input: String,
    /// Signature.
    pub signature: Vec<u8>,
    claims: Claims,
}

/// Values that the claims of a token must match.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Issuer of the token.
    pub issuer: &'a str,
    /// Client that the token is for.
    pub client: &'a str,
    /// Nonce of the sign-in that the token belongs to.
    pub nonce: &'a str,
    /// Current time.
    pub now: Timestamp,
    /// Strength of the sign-in that is demanded.
    pub strength: &'a Strength,
}

/// Strength that a sign-in must have. The default demands nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strength {
    /// Accepted authentication context classes (`acr`), the preferred one first. The provider must
    /// name one of them, unless the list is empty.
    pub classes: Vec<String>,
    /// Authentication methods (`amr`, RFC 8176) that the provider must name, all of them.
    pub methods: Vec<String>,
}

/// Identity of a person at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Account at the provider, which never becomes another person's.
    pub subject: String,
    /// E-mail address in lower case, if the provider has verified it.
    pub email: Option<String>,
}

/// Reason why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TokenError {
    /// Text that is not a signed token.
    #[error("the ID token can't be read")]
    Malformed,
    /// A signature algorithm that isn't accepted.
    #[error("the ID token is signed by an algorithm that isn't taken")]
    Algorithm,
    /// The token of another issuer.
    #[error("the ID token is from another issuer")]
    Issuer,
    /// A token for another client.
    #[error("the ID token is for another client")]
    Audience,
    /// A token of another sign-in.
    #[error("the ID token belongs to another sign-in")]
    Nonce,
    /// An expired token.
    #[error("the ID token has expired")]
    Expired,
    /// A token from the future.
    #[error("the ID token is from the future")]
    Early,
    /// A sign-in that is weaker than demanded.
    #[error("the ID token doesn't name the acr or the amr that is demanded")]
    Weak,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Critical extensions, which a recipient must understand. None is supported here.
    crit: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    nonce: Option<String>,
    email: Option<String>,
    email_verified: Option<Value>,
    acr: Option<Value>,
    amr: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Algorithm {
    /// Returns the name in a token.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        [Self::Rs256, Self::Es256].into_iter().find(|known| known.as_str() == name)
    }
}

impl Strength {
    /// Parses two lists that are separated by spaces or commas.
    pub fn parse(classes: &str, methods: &str) -> Self {
        let list = |text: &str| {
            let words = text.split([' ', ',']).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        Self { classes: list(classes), methods: list(methods) }
    }

    /// Returns the value of the request's parameter `acr_values`, if any class is demanded.
    pub fn acr_values(&self) -> Option<String> {
        (!self.classes.is_empty()).then(|| self.classes.join(" "))
    }

    fn is_met(&self, acr: Option<&Value>, amr: Option<&Value>) -> bool {
        let is_among = |list: &[String], value: &Value| {
            value.as_str().is_some_and(|value| list.iter().any(|demanded| demanded == value))
        };
        let named = amr.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let is_named = |method: &String| named.iter().any(|value| value == method.as_str());
        (self.classes.is_empty() || acr.is_some_and(|acr| is_among(&self.classes, acr)))
            && self.methods.iter().all(is_named)
    }
}

impl Signed {
    /// Parses a token.
    ///
    /// # Errors
    ///
    /// Returns an error if the text isn't a token, or the signature algorithm isn't accepted.
    pub fn read(token: &str) -> Result<Self, TokenError> {
        let parts: Vec<&str> = token.split('.').collect();
        let [header, payload, signature] = parts[..] else { return Err(TokenError::Malformed) };
        if token.len() > LENGTH_MAX {
            return Err(TokenError::Malformed);
        }
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenError::Malformed);
        let Header { alg, kid, crit } = read(&bytes(header)?)?;
        let algorithm =
            Algorithm::parse(&alg).filter(|_| crit.is_none()).ok_or(TokenError::Algorithm)?;
        let (claims, signature) = (read(&bytes(payload)?)?, bytes(signature)?);
        Ok(Self { algorithm, key: kid, input: format!("{header}.{payload}"), signature, claims })
    }

    /// Returns the identity that the claims state. Call it only once the signature is verified.
    ///
    /// # Errors
    ///
    /// Returns an error if the token isn't for this sign-in, or isn't valid now.
    pub fn identity(self, expected: &Expected<'_>) -> Result<Identity, TokenError> {
        let Claims { iss, sub, aud, azp, exp, iat, nbf, nonce, email, email_verified, acr, amr } =
            self.claims;
        let now = expected.now.as_second();
        match () {
            () if iss != expected.issuer => Err(TokenError::Issuer),
            () if !is_for(expected.client, &aud, azp.as_deref()) => Err(TokenError::Audience),
            () if nonce.as_deref() != Some(expected.nonce) => Err(TokenError::Nonce),
            () if exp.saturating_add(SKEW) <= now || iat.saturating_add(AGE_MAX) <= now => {
                Err(TokenError::Expired)
            }
            () if iat.max(nbf.unwrap_or(iat)) > now.saturating_add(SKEW) => Err(TokenError::Early),
            () if !expected.strength.is_met(acr.as_ref(), amr.as_ref()) => Err(TokenError::Weak),
            () if sub.is_empty() || sub.len() > 255 => Err(TokenError::Malformed),
            () => {
                let is_vouched_for = email_verified == Some(true.into());
                Ok(Identity {
                    subject: sub,
                    email: email
                        .filter(|_| is_vouched_for)
                        .map(|email| email.trim().to_lowercase()),
                })
            }
        }
    }
}

/// Returns whether a token is for this client. The authorized party, `azp`, must be this client if
/// it is named, and it must be named if the token is for several clients.
fn is_for(client: &str, audience: &Audience, asked_by: Option<&str>) -> bool {
    let named = match audience {
        Audience::One(one) => std::slice::from_ref(one),
        Audience::Many(many) => many,
    };
    named.iter().any(|name| name == client)
        && asked_by.map_or(named.len() == 1, |asked_by| asked_by == client)
}

fn read<Shape: for<'de> Deserialize<'de>>(json: &[u8]) -> Result<Shape, TokenError> {
    serde_json::from_slice(json).map_err(|_| TokenError::Malformed)
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    /// Builds a token of these parts with a made-up signature.
    pub(crate) fn token(header: &Value, claims: &Value) -> String {
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode("signature"))
    }

    pub(crate) fn claims() -> Value {
        serde_json::json!({
            "iss": "https://id.example", "sub": "7", "aud": "sawtak", "exp": 4_000, "iat": 1_000, "nonce": "n",
            "email": "Mariam@RTA.example", "email_verified": true,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn identity_at(now: i64, change: impl FnOnce(&mut Value)) -> Result<Identity, TokenError> {
        let mut claims = samples::claims();
        change(&mut claims);
        let now = Timestamp::from_second(now).unwrap();
        let strength = Strength::default();
        demanded(&strength, now, &claims)
    }

    fn demanded(
        strength: &Strength,
        now: Timestamp,
        claims: &Value,
    ) -> Result<Identity, TokenError> {
        let (issuer, client, nonce) = ("https://id.example", "sawtak", "n");
        let expected = Expected { issuer, client, nonce, now, strength };
        Signed::read(&samples::token(&json!({ "alg": "RS256" }), claims))?.identity(&expected)
    }

    fn identity(change: impl FnOnce(&mut Value)) -> Result<Identity, TokenError> {
        identity_at(1_010, change)
    }

    #[test]
    fn a_good_token_says_who_it_is() {
        let known = Identity { subject: "7".into(), email: Some("mariam@rta.example".into()) };
        assert_eq!(identity(|_| {}), Ok(known.clone()));
        assert_eq!(identity(|it| it["aud"] = json!(["sawtak"])), Ok(known));
    }

    #[test]
    fn an_address_counts_if_the_provider_vouches_for_it() {
        for unsure in [json!(false), json!(null), json!("true"), json!(1)] {
            assert_eq!(identity(|it| it["email_verified"] = unsure).unwrap().email, None);
        }
    }

    #[test]
    fn a_token_of_or_for_somebody_else_is_refused() {
        assert_eq!(
            identity(|it| it["iss"] = "https://id.example/".into()),
            Err(TokenError::Issuer)
        );
        for nonce in [json!("m"), json!(""), json!(null)] {
            assert_eq!(identity(|it| it["nonce"] = nonce), Err(TokenError::Nonce));
        }
        for (aud, azp) in [
            (json!("other"), json!(null)),
            (json!([]), json!(null)),
            (json!(["sawtak", "other"]), json!(null)),
            (json!(["sawtak", "other"]), json!("other")),
            (json!("sawtak"), json!("other")),
        ] {
            let change = |it: &mut Value| (it["aud"], it["azp"]) = (aud.clone(), azp.clone());
            assert_eq!(identity(change), Err(TokenError::Audience), "{aud} {azp}");
        }
        let both =
            |it: &mut Value| (it["aud"], it["azp"]) = (json!(["sawtak", "other"]), json!("sawtak"));
        assert!(identity(both).is_ok());
    }

    #[test]
    fn a_sign_in_is_as_strong_as_demanded() {
        let strength = Strength::parse("urn:high phr", "mfa,hwk");
        assert_eq!(strength.acr_values().as_deref(), Some("urn:high phr"));
        assert_eq!(Strength::parse(" ", ",").acr_values(), None);
        let found = |strength: &Strength, acr: Value, amr: Value| {
            let mut claims = samples::claims();
            (claims["acr"], claims["amr"]) = (acr, amr);
            demanded(strength, Timestamp::from_second(1_010).unwrap(), &claims).map(|_| ())
        };
        let both = json!(["pwd", "hwk", "mfa"]);
        for acr in ["urn:high", "phr"] {
            assert_eq!(found(&strength, acr.into(), both.clone()), Ok(()));
        }
        for (acr, amr) in [
            (json!(null), both.clone()),
            (json!("urn:low"), both.clone()),
            (json!("urn:high phr"), both.clone()),
            (json!("phr"), json!(["mfa"])),
            (json!("phr"), json!(null)),
        ] {
            assert_eq!(
                found(&strength, acr.clone(), amr.clone()),
                Err(TokenError::Weak),
                "{acr} {amr}"
            );
        }
        for (acr, amr) in
            [(json!(null), json!(null)), (json!("0"), json!([])), (json!(0), json!("pwd"))]
        {
            assert_eq!(found(&Strength::default(), acr, amr), Ok(()));
        }
        assert_eq!(found(&strength, json!(0), json!("mfa")), Err(TokenError::Weak));
        assert_eq!(found(&Strength::parse("", "mfa"), json!(null), json!(["mfa"])), Ok(()));
    }

    #[test]
    fn a_token_is_good_for_its_time() {
        let short = |it: &mut Value| it["exp"] = 1_100.into();
        assert!(identity_at(1_100 + SKEW - 1, short).is_ok());
        assert_eq!(identity_at(1_100 + SKEW, short), Err(TokenError::Expired));
        assert_eq!(
            identity_at(1_000 + AGE_MAX, |_| {}),
            Err(TokenError::Expired),
            "it was asked for just now"
        );
        assert!(identity_at(1_000 - SKEW, |_| {}).is_ok());
        assert_eq!(identity_at(1_000 - SKEW - 1, |_| {}), Err(TokenError::Early));
        assert_eq!(identity(|it| it["nbf"] = (1_010 + SKEW + 1).into()), Err(TokenError::Early));
        for missing in ["exp", "iat", "iss", "sub", "aud"] {
            assert_eq!(
                identity(|it| _ = it.as_object_mut().unwrap().remove(missing)),
                Err(TokenError::Malformed),
                "{missing}"
            );
        }
    }

    #[test]
    fn only_signatures_of_two_kinds_are_taken() {
        let read = |header: Value| {
            Signed::read(&samples::token(&header, &samples::claims())).map(|token| token.algorithm)
        };
        assert_eq!(read(json!({ "alg": "ES256", "kid": "1" })), Ok(Algorithm::Es256));
        for alg in ["none", "None", "", "HS256", "RS512", "rs256", "PS256"] {
            assert_eq!(read(json!({ "alg": alg })), Err(TokenError::Algorithm), "{alg}");
        }
        assert_eq!(read(json!({ "alg": "RS256", "crit": ["exp"] })), Err(TokenError::Algorithm));
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let good = samples::token(&json!({ "alg": "RS256" }), &samples::claims());
        let unsigned = good.rsplit_once('.').unwrap().0;
        let long =
            samples::token(&json!({ "alg": "RS256" }), &json!({ "sub": "x".repeat(LENGTH_MAX) }));
        for wrong in ["", "a.b.c", unsigned, &format!("{good}."), &format!("{good}="), &long] {
            assert_eq!(Signed::read(wrong).map(|_| ()), Err(TokenError::Malformed), "{wrong}");
        }
    }
}
