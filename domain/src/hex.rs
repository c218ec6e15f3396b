//! Lower-case hexadecimal encoding of bytes, the form in which digests and random identifiers are
//! stored.

use sha2::{Digest, Sha256};

/// Returns the SHA-256 of bytes.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    encode(&Sha256::digest(bytes))
}

/// Returns bytes in hexadecimal.
pub(crate) fn encode(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}
