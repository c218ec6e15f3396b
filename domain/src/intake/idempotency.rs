//! Sending twice means once: the key that a client gives to each submission
//! (IETF draft "The Idempotency-Key HTTP Header Field").

use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::hex;

/// A UUID that the client drew for one submission and repeats with every retry of it. Lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

/// Something that isn't a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an idempotency key is a UUID: 7f9c24e8-3b12-4fef-91e0-56a2d5a9c1b7")]
pub struct IdempotencyKeyError;

impl IdempotencyKey {
    /// Reads the header's value: a UUID (RFC 9562), bare or as the quoted string that the draft asks for.
    ///
    /// # Errors
    ///
    /// When it isn't a UUID.
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

    /// Sixteen random bytes as a key (version 4).
    pub fn draw(entropy: [u8; 16]) -> Self {
        let mut bytes = entropy;
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        // Letter by letter: what cuts a text between its letters is large, and a phone would have to download it.
        let mut key = String::with_capacity(36);
        for (place, digit) in hex::encode(&bytes).bytes().enumerate() {
            if matches!(place, 8 | 12 | 16 | 20) {
                key.push('-');
            }
            key.push(char::from(digit));
        }
        Self(key)
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the store keeps instead of the key (SHA-256): a copy of the database can't repeat anyone's submission.
    pub fn digest(&self) -> String {
        hex::encode(&Sha256::digest(&self.0))
    }

    /// What the store keeps instead of a [`fingerprint`]: nobody without the key can try out what was said under it.
    pub fn bind(&self, fingerprint: &str) -> String {
        hex::encode(&Sha256::new().chain_update(&self.0).chain_update(fingerprint).finalize())
    }
}

/// Tells two bodies under one key apart: SHA-256 over the body's own serialisation, so that white space and the order of members make no
/// difference.
pub fn fingerprint(body: &impl Serialize) -> String {
    // Strings, numbers and lists alone: serialising them can't fail.
    hex::encode(&Sha256::digest(serde_json::to_vec(body).unwrap_or_default()))
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
    fn drawn_keys_parse() {
        let drawn = IdempotencyKey::draw([0xff; 16]);
        assert_eq!(IdempotencyKey::parse(drawn.as_str()), Ok(drawn));
    }
}
