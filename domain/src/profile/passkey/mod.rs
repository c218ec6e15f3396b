//! Passkeys (Web Authentication, level 3): what a browser sends is parsed and checked here. The
//! edge verifies the signature, by the platform's Web Crypto, over what [`Assertion`] returns.
//!
//! Attestation isn't asked for: which maker a device has is nobody's business here.

mod authenticator;
mod cbor;
mod der;
mod key;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

use self::{authenticator::AuthenticatorData, cbor::Value};
use crate::access::{oidc::keys::Key, session::Token};
pub use key::algorithm;

/// Longest input of one kind, in bytes.
const INPUT_MAX: usize = 16 * 1024;

/// Time to answer a challenge, in seconds.
pub const PATIENCE: i64 = 5 * 60;

/// Site that passkeys belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Domain that a passkey is made for.
    pub domain: String,
    /// Origin whose pages may use it.
    pub origin: String,
}

impl Site {
    /// Returns the site at a base address. A number is no domain, so on a developer's machine
    /// `localhost` stands for loopback.
    pub fn at(base_url: &str) -> Option<Self> {
        let (scheme, place) = base_url.split_once("://")?;
        let (host, port) = match place.split_once(':') {
            Some((host, port)) => (host, [":", port].concat()),
            None => (place, String::new()),
        };
        let domain = if host == "127.0.0.1" { "localhost" } else { host };
        let is_domain = domain.bytes().any(|byte| byte.is_ascii_alphabetic());
        is_domain.then(|| Self {
            domain: domain.to_owned(),
            origin: [scheme, "://", domain, &port].concat(),
        })
    }

    /// Returns the origin of ours that a request for `host` came to: that of passkeys, or else the
    /// base address.
    pub fn origin_for(base_url: &str, host: &str) -> String {
        let is_at = |origin: &str| origin.split_once("://").is_some_and(|(_, at)| at == host);
        match Self::at(base_url) {
            Some(site) if is_at(&site.origin) => site.origin,
            _ => base_url.to_owned(),
        }
    }

    /// Returns whether an origin is one of ours: the base address, or that of passkeys.
    pub fn is_own(base_url: &str, origin: &str) -> bool {
        origin == base_url || Self::at(base_url).is_some_and(|site| site.origin == origin)
    }
}

/// Reason why a passkey is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasskeyError {
    /// Input of another form.
    #[error("the passkey's answer can't be read")]
    Malformed,
    /// An answer of another kind, to another challenge or from another site.
    #[error("the passkey's answer is to something else")]
    Elsewhere,
    /// Nobody was there, or the device didn't make sure who.
    #[error("the device didn't verify its owner")]
    Unverified,
    /// A counter that went back: the passkey may have been copied.
    #[error("the passkey's counter went back")]
    Copied,
}

/// New credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Id of the credential, in base64url.
    pub id: String,
    /// Public key.
    pub key: Key,
    /// Number of signatures so far; 0 if the device doesn't count.
    pub counter: u32,
}

/// Signature to verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// Signed bytes.
    pub input: Vec<u8>,
    /// Signature in the form that Web Crypto takes.
    pub signature: Vec<u8>,
    /// Number of signatures, this one included.
    pub counter: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// Returns the challenge that an answer names. It is the key to what the edge remembers of it.
pub fn challenge(client_data: &[u8]) -> Option<Token> {
    let data: ClientData = serde_json::from_slice(short(client_data).ok()?).ok()?;
    Token::parse(&data.challenge)
}

/// Checks a registration, and returns the new credential.
///
/// # Errors
///
/// Returns an error if the answer can't be read, is to something else, or lacks verification.
pub fn register(
    site: &Site,
    challenge: &Token,
    [client_data, attestation]: [&[u8]; 2],
) -> Result<Credential, PasskeyError> {
    check_client(site, challenge, "webauthn.create", client_data)?;
    let read = cbor::read(short(attestation)?).filter(|(_, rest)| rest.is_empty());
    let (object, _) = read.ok_or(PasskeyError::Malformed)?;
    let data = object.get(&Value::Text("authData")).and_then(Value::bytes);
    let data = AuthenticatorData::parse(data.ok_or(PasskeyError::Malformed)?)?;
    check_site(site, &data)?;
    let (id, key) = data.credential.ok_or(PasskeyError::Malformed)?;
    Ok(Credential { id: URL_SAFE_NO_PAD.encode(id), key, counter: data.counter })
}

/// Checks a sign-in by the credential with this key and counter, and returns the signature to
/// verify.
///
/// # Errors
///
/// Returns an error if the answer can't be read, is to something else, lacks verification, or
/// counts backwards.
pub fn sign_in(
    site: &Site,
    challenge: &Token,
    (key, counter): (&Key, u32),
    [client_data, authenticator_data, signature]: [&[u8]; 3],
) -> Result<Assertion, PasskeyError> {
    check_client(site, challenge, "webauthn.get", client_data)?;
    let data = AuthenticatorData::parse(short(authenticator_data)?)?;
    check_site(site, &data)?;
    // Devices that share a passkey don't count.
    if (data.counter, counter) != (0, 0) && data.counter <= counter {
        return Err(PasskeyError::Copied);
    }
    let signature = match key {
        Key::Curve { .. } => der::fixed(signature).ok_or(PasskeyError::Malformed)?,
        Key::Rsa { .. } => short(signature)?.to_vec(),
    };
    let hash = Sha256::digest(client_data);
    Ok(Assertion {
        input: [authenticator_data, hash.as_slice()].concat(),
        signature,
        counter: data.counter,
    })
}

fn short(input: &[u8]) -> Result<&[u8], PasskeyError> {
    if input.len() <= INPUT_MAX { Ok(input) } else { Err(PasskeyError::Malformed) }
}

fn check_client(
    site: &Site,
    challenge: &Token,
    kind: &str,
    client_data: &[u8],
) -> Result<(), PasskeyError> {
    let data: ClientData =
        serde_json::from_slice(short(client_data)?).map_err(|_| PasskeyError::Malformed)?;
    let is_ours = data.r#type == kind
        && data.challenge == challenge.encode()
        && data.origin == site.origin
        && !data.cross_origin;
    if is_ours { Ok(()) } else { Err(PasskeyError::Elsewhere) }
}

fn check_site(site: &Site, data: &AuthenticatorData<'_>) -> Result<(), PasskeyError> {
    let expected = Sha256::digest(site.domain.as_bytes());
    if data.site == expected.as_slice() { Ok(()) } else { Err(PasskeyError::Elsewhere) }
}

#[cfg(test)]
mod tests;
