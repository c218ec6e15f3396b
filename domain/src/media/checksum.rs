//! Checksum that a client sends with the bytes of one `PATCH`, so that it sends bytes again that
//! changed on the way (tus 1.0.0, "Checksum").

use base64::{Engine, engine::general_purpose::STANDARD};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Supported algorithms, as the protocol lists them. The protocol demands SHA-1; here it protects
/// against accidents only.
pub const ALGORITHMS: &str = "sha1,sha256";

/// Checksum that is compared with bytes as they arrive.
#[derive(Clone)]
pub struct Checksum {
    expected: Vec<u8>,
    hasher: Hasher,
}

#[derive(Clone)]
enum Hasher {
    Sha1(Sha1),
    Sha256(Sha256),
}

/// Error for a malformed checksum or an unknown algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("Upload-Checksum must be one of {ALGORITHMS}, a space, and the digest in Base64")]
pub struct ChecksumError;

impl Checksum {
    /// Parses the header's value: `sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=`.
    ///
    /// # Errors
    ///
    /// Returns an error if the algorithm isn't known, or the digest isn't Base64 of the right
    /// length.
    pub fn parse(value: &str) -> Result<Self, ChecksumError> {
        let (algorithm, digest) = value.trim().split_once(' ').ok_or(ChecksumError)?;
        let (hasher, length) = match algorithm {
            "sha1" => (Hasher::Sha1(Sha1::new()), 20),
            "sha256" => (Hasher::Sha256(Sha256::new()), 32),
            _ => return Err(ChecksumError),
        };
        let expected = STANDARD.decode(digest.trim()).map_err(|_| ChecksumError)?;
        if expected.len() == length { Ok(Self { expected, hasher }) } else { Err(ChecksumError) }
    }

    /// Adds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.hasher {
            Hasher::Sha1(hasher) => hasher.update(bytes),
            Hasher::Sha256(hasher) => hasher.update(bytes),
        }
    }

    /// Returns whether the bytes match the client's checksum.
    pub fn holds(self) -> bool {
        let found = match self.hasher {
            Hasher::Sha1(hasher) => hasher.finalize().to_vec(),
            Hasher::Sha256(hasher) => hasher.finalize().to_vec(),
        };
        found == self.expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA1: &str = "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=";
    const SHA256: &str = "sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";

    fn holds(value: &str, bytes: &[u8]) -> bool {
        let mut checksum = Checksum::parse(value).unwrap();
        for byte in bytes {
            checksum.update(&[*byte]);
        }
        checksum.holds()
    }

    #[test]
    fn the_protocols_own_example_and_its_sha256_hold() {
        assert!(holds(SHA1, b"hello world") && holds(SHA256, b"hello world"));
        assert!(!holds(SHA1, b"hello worle") && !holds(SHA256, b"") && !holds(SHA1, b""));
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        for value in [
            "",
            "sha1",
            "md5 XrY7u+Ae7tCTyyK7j1rNww==",
            "sha1 !",
            "sha1 AAAA",
            "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
        ] {
            assert!(Checksum::parse(value).is_err(), "{value}");
        }
    }
}
