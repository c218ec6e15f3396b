//! Tracking key, which opens a participation's content to its author.
//!
//! It isn't stored. It is derived by HMAC-SHA-256 (RFC 2104) from the reference and the idempotency
//! key under a secret that has an identifier, so that repeating a submission gives the same key
//! back; the store keeps a hash to compare with.

use crate::{
    crypto::{bearer::BearerToken, signature::Secret},
    intake::idempotency::IdempotencyKey,
    reference::Reference,
};

/// Tracking key of 128 bits, 22 characters.
pub type TrackingKey = BearerToken<16>;

impl TrackingKey {
    /// Derives the key of the participation that this submission became.
    pub fn derive(secret: &Secret, reference: Reference, key: &IdempotencyKey) -> Self {
        Self::of(&secret.mac(&["tracking key", reference.digits(), key.as_str()]))
    }

    /// Derives a further key to the same participation. This notice carries it to an author who
    /// lost the first.
    pub fn derive_again(secret: &Secret, reference: Reference, notice: &str) -> Self {
        Self::of(&secret.mac(&["further tracking key", reference.digits(), notice]))
    }

    fn of(mac: &[u8; 32]) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&mac[..16]);
        Self::new(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(secret: &str, entropy: u8) -> TrackingKey {
        TrackingKey::derive(
            &Secret::new(secret.as_bytes().to_vec()),
            Reference::draw([1; 8]),
            &IdempotencyKey::draw([entropy; 16]),
        )
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
        assert!(
            !again("a").opens(&again("b").hash())
                && !again("a").opens(&derived("secret", 1).hash())
        );
    }
}
