//! SHA-256 of stored files. The history of a case covers it, so an exchanged file shows.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{hex, media::upload::UploadId};

/// SHA-256 of the bytes of a file as they are stored, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileDigest(String);

/// Error for text that isn't a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the SHA-256 of a file is 64 lower-case hexadecimal digits")]
pub struct FileDigestError;

impl FileDigest {
    /// Makes a digest out of its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(hex::encode(&bytes))
    }

    /// Returns the hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FileDigest {
    type Error = FileDigestError;

    fn try_from(text: String) -> Result<Self, FileDigestError> {
        let is_digest =
            text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if is_digest { Ok(Self(text)) } else { Err(FileDigestError) }
    }
}

impl From<FileDigest> for String {
    fn from(digest: FileDigest) -> Self {
        digest.0
    }
}

/// Digests of finished uploads, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDigests(HashMap<UploadId, FileDigest>);

impl FileDigests {
    /// Returns the digest of an upload; `None` if there is no finished upload with this id.
    pub fn of(&self, id: &UploadId) -> Option<&FileDigest> {
        self.0.get(id)
    }
}

impl FromIterator<(UploadId, FileDigest)> for FileDigests {
    fn from_iter<I: IntoIterator<Item = (UploadId, FileDigest)>>(digests: I) -> Self {
        Self(digests.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_its_digits_and_nothing_else_is_one() {
        let digest = FileDigest::new([0xab; 32]);
        assert_eq!(digest.as_str(), "ab".repeat(32));
        assert_eq!(FileDigest::try_from("ab".repeat(32)), Ok(digest));
        for wrong in [String::new(), "ab".repeat(31), "AB".repeat(32), "xy".repeat(32)] {
            assert_eq!(FileDigest::try_from(wrong), Err(FileDigestError));
        }
    }
}
