//! Idempotency key of a submission, by which a retry creates nothing new (IETF draft "The
//! Idempotency-Key HTTP Header Field").

use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::{crypto::signature::Secret, hex};

/// Idempotency key: a UUID in lower case that the client draws for one submission and repeats with
/// every retry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

/// Error of parsing a key that isn't a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an idempotency key is a UUID: 7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b7")]
pub struct IdempotencyKeyError;

impl IdempotencyKey {
    /// Parses the header's value: a UUID (RFC 9562), bare or as the quoted string that the draft
    /// requires.
    ///
    /// # Errors
    ///
    /// When the value isn't a UUID.
    pub fn parse(value: &str) -> Result<Self, IdempotencyKeyError> {
        let value = value.trim();
        let bare = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
        let is_uuid = bare.len() == 36
            && bare.bytes().enumerate().all(|(place, byte)| match place {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        if is_uuid { Ok(Self(bare.to_ascii_lowercase())) } else { Err(IdempotencyKeyError) }
    }

    /// Creates a key (UUID version 4) from sixteen random bytes.
    pub fn draw(entropy: [u8; 16]) -> Self {
        let mut bytes = entropy;
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        // Pushes the digits one by one: slicing a string adds much code to the Wasm that a phone
        // has to download.
        let mut key = String::with_capacity(36);
        for (place, digit) in hex::encode(&bytes).bytes().enumerate() {
            if matches!(place, 8 | 12 | 16 | 20) {
                key.push('-');
            }
            key.push(char::from(digit));
        }
        Self(key)
    }

    /// Derives the key of something that a message or a form asks for, from what identifies it: a
    /// repetition has the same key, and nobody else can know it.
    pub fn derive(secret: &Secret, parts: &[&str]) -> Self {
        let mut entropy = [0; 16];
        entropy.copy_from_slice(&secret.mac(parts)[..16]);
        Self::draw(entropy)
    }

    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the SHA-256 of the key, which is stored in its place: a copy of the database can't
    /// repeat anyone's submission.
    pub fn digest(&self) -> String {
        hex::sha256(&self.0)
    }

    /// Returns the SHA-256 of the key and a [`fingerprint`], which is stored in place of the
    /// fingerprint: nobody without the key can test guesses at the content.
    pub fn bind(&self, fingerprint: &str) -> String {
        hex::encode(&Sha256::new().chain_update(&self.0).chain_update(fingerprint).finalize())
    }
}

/// Returns the SHA-256 of a body's own serialisation, which tells two bodies under one key apart.
/// White space and the order of members make no difference.
pub fn fingerprint(body: &impl Serialize) -> String {
    // Serialisation can't fail: there are only strings, numbers and lists.
    hex::sha256(serde_json::to_vec(body).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b7";

    #[test]
    fn bare_quoted_and_upper_case_are_the_same_key() {
        for value in [KEY.to_owned(), format!("\"{KEY}\""), KEY.to_uppercase(), format!(" {KEY} ")]
        {
            assert_eq!(IdempotencyKey::parse(&value).unwrap().as_str(), KEY);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for value in [
            "",
            "1",
            &KEY[..35],
            &format!("{KEY}0"),
            &KEY.replace('-', "0"),
            "7f9c24e8-3b12-4fef-91e0-56a2d5a9c1bg",
        ] {
            assert_eq!(IdempotencyKey::parse(value), Err(IdempotencyKeyError), "{value}");
        }
    }

    #[test]
    fn a_derived_key_is_that_of_its_parts() {
        let secret = Secret::new(vec![7; 32]);
        let key = IdempotencyKey::derive(&secret, &["mail", "1"]);
        assert_eq!(key, IdempotencyKey::derive(&secret, &["mail", "1"]));
        assert_ne!(key, IdempotencyKey::derive(&secret, &["mail", "2"]));
        assert_eq!(IdempotencyKey::parse(key.as_str()), Ok(key));
    }

    #[test]
    fn drawn_keys_parse() {
        let drawn = IdempotencyKey::draw([0xff; 16]);
        assert_eq!(IdempotencyKey::parse(drawn.as_str()), Ok(drawn));
    }
}
