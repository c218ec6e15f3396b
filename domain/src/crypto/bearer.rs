//! Bearer tokens: unguessable bytes that grant access to whoever presents them. The store holds
//! only their hash.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ctutils::CtEq;

use crate::hex;

/// Bearer token of `LENGTH` bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken<const LENGTH: usize>([u8; LENGTH]);

impl<const LENGTH: usize> BearerToken<LENGTH> {
    /// Creates a token of these bytes, which are random or derived under a secret.
    pub const fn new(bytes: [u8; LENGTH]) -> Self {
        Self(bytes)
    }

    /// Parses base64url; returns `None` if the text isn't a token of this length.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Encodes the token in base64url (RFC 4648, section 5).
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Returns the hash that the store holds: SHA-256 in hexadecimal.
    pub fn hash(&self) -> String {
        hex::sha256(self.0)
    }

    /// Returns whether the stored hash `kept` is this token's, in a time that doesn't depend on
    /// where they differ.
    pub fn opens(&self, kept: &str) -> bool {
        self.hash().as_bytes().ct_eq(kept.as_bytes()).to_bool()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_comes_back_and_nothing_else_is_one() {
        let token = BearerToken::new([7; 16]);
        assert!(BearerToken::parse(&token.encode()).is_some_and(|read| read == token));
        for wrong in [
            "",
            "short",
            "AAAAAAAAAAAAAAAAAAAAAA==",
            "AAAAAAAAAAAAAAAAAAAAAAA",
            "++++++++++++++++++++++",
        ] {
            assert!(BearerToken::<16>::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn it_opens_what_its_hash_was_kept_of() {
        let token = BearerToken::new([7; 32]);
        assert!(token.opens(&token.hash()));
        assert!(!token.opens(&BearerToken::new([8; 32]).hash()) && !token.opens(""));
    }
}
