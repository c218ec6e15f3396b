//! The tracking key: what opens a participation's content to the one who sent it.
//!
//! It isn't stored. It is derived by HMAC-SHA-256 (RFC 2104) from the reference and the idempotency key under a secret that
//! has an identifier, so that repeating a submission gives the same key back; the store keeps a hash to compare with.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::{hex, idempotency::IdempotencyKey, reference::Reference, signature::Secret};

/// 128 bits that nobody can guess.
#[derive(Clone, PartialEq, Eq)]
pub struct TrackingKey([u8; 16]);

impl TrackingKey {
    /// The key of the participation that this submission became.
    pub fn derive(secret: &Secret, reference: Reference, key: &IdempotencyKey) -> Self {
        Self::of(&secret.mac(&["tracking key", reference.digits(), key.as_str()]))
    }

    /// A further key to the same participation, which is sent with this notice to whoever lost the first.
    pub fn derive_again(secret: &Secret, reference: Reference, notice: &str) -> Self {
        Self::of(&secret.mac(&["further tracking key", reference.digits(), notice]))
    }

    fn of(mac: &[u8; 32]) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&mac[..16]);
        Self(bytes)
    }

    /// Reads base64url; `None` when it can't be a key.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// The key in base64url (RFC 4648, section 5), 22 characters.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the store keeps: SHA-256 in hexadecimal.
    pub fn hash(&self) -> String {
        hex::encode(&Sha256::digest(self.0))
    }

    /// Whether this key is the one whose hash is kept, in a time that doesn't depend on where they differ.
    pub fn opens(&self, kept: &str) -> bool {
        let hash = self.hash();
        hash.len() == kept.len() && hash.bytes().zip(kept.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(secret: &str, entropy: u8) -> TrackingKey {
        TrackingKey::derive(&Secret::new(secret.as_bytes().to_vec()), Reference::draw([1; 8]), &IdempotencyKey::draw([entropy; 16]))
    }

    #[test]
    fn derived_again_it_is_the_same() {
        assert!(derived("secret", 1).opens(&derived("secret", 1).hash()));
    }

    #[test]
    fn another_secret_or_submission_gives_another_key() {
        assert!(!derived("secret", 1).opens(&derived("other", 1).hash()));
        assert!(!derived("secret", 1).opens(&derived("secret", 2).hash()));
        assert!(!derived("secret", 1).opens(""));
    }

    #[test]
    fn a_further_key_is_another_one_for_each_notice() {
        let secret = Secret::new(b"secret".to_vec());
        let again = |notice| TrackingKey::derive_again(&secret, Reference::draw([1; 8]), notice);
        assert!(again("a").opens(&again("a").hash()));
        assert!(!again("a").opens(&again("b").hash()) && !again("a").opens(&derived("secret", 1).hash()));
    }

    #[test]
    fn the_text_form_comes_back() {
        let key = derived("secret", 1);
        assert!(TrackingKey::parse(&key.encode()).unwrap() == key);
        for wrong in ["", "short", "AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAAAAA", "++++++++++++++++++++++"] {
            assert!(TrackingKey::parse(wrong).is_none(), "{wrong}");
        }
    }
}
