//! Resumable uploads: creation requests and progress.
//!
//! Clients speak tus 1.0.0 and send chunks of any size; the object store wants parts of one size.
//! So an upload is whole parts, stored as they fill, and a remainder shorter than a part that waits
//! for more.

use base64::{Engine, engine::general_purpose::STANDARD};
use thiserror::Error;

use crate::{id::Id, media::attachment};

/// Largest attachment, in bytes.
pub const UPLOAD_MAX: u64 = 100 * 1024 * 1024;

/// Size of every part but the last, in bytes: the smallest that the object store accepts.
pub const PART: u64 = 5 * 1024 * 1024;

/// Size below which a piece is small, in bytes. Whatever its size, a piece that leaves a remainder
/// costs as much as that: the remainder is read and written anew.
pub const PIECE_MIN: u64 = 64 * 1024;

/// Most small pieces of one upload, the last one apart. A weak network may cut as many.
const SMALL_PIECES_MAX: u32 = 200;

/// Longest metadata that are stored, in bytes: the longest name in any script fits four times.
const METADATA_MAX: usize = 4 * 1024;

/// Id of an upload, later of an attachment. It authorises its holder to continue the upload.
pub type UploadId = Id<OfUpload>;

/// Subject of an [`UploadId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfUpload {}

/// Creation request of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creation {
    /// Length in bytes; `None` if the client doesn't know it yet.
    pub length: Option<u64>,
    /// File name, cleaned.
    pub name: String,
    /// Media type that the client declares.
    pub declared_type: String,
    /// Metadata of the client, unchanged.
    pub metadata: String,
}

/// Reason why an upload can't begin or continue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UploadError {
    /// A missing or malformed length, or both a length and a deferred one.
    #[error(
        "either Upload-Length says how many bytes will come, or `Upload-Defer-Length: 1` that it will be said later"
    )]
    Length,
    /// A second, different length, or a length below the bytes received.
    #[error("the length is said once, and can't be less than what has come")]
    LengthChanged,
    /// A length above [`UPLOAD_MAX`].
    #[error("at most {UPLOAD_MAX} bytes; {0} were announced")]
    TooLarge(u64),
    /// Metadata that doesn't follow the protocol.
    #[error(
        "Upload-Metadata must be pairs of a key and a Base64 value, separated by commas, at most {METADATA_MAX} bytes"
    )]
    Metadata,
    /// Small pieces without end.
    #[error(
        "the pieces are too small; those of an upload have at least {PIECE_MIN} bytes, the last apart"
    )]
    SmallPieces,
    /// A different offset on client and server.
    #[error("{expected} bytes have come; continue from there")]
    Offset {
        /// Count of bytes received.
        expected: u64,
    },
}

impl Creation {
    /// Parses the headers of a creation request (tus 1.0.0, "Creation").
    ///
    /// # Errors
    ///
    /// Returns an error if the length is missing or too large, or the metadata are malformed.
    pub fn parse(
        length: Option<&str>,
        deferred: Option<&str>,
        metadata: Option<&str>,
    ) -> Result<Self, UploadError> {
        let length = match (length, deferred) {
            (Some(length), None) => Some(parse_length(length)?),
            (None, Some("1")) => None,
            _ => return Err(UploadError::Length),
        };
        let metadata = metadata.unwrap_or_default();
        if metadata.len() > METADATA_MAX {
            return Err(UploadError::Metadata);
        }
        let name = metadata_value(metadata, "filename")?.unwrap_or_default();
        let declared_type = metadata_value(metadata, "filetype")?.unwrap_or_default();
        let declared_type = declared_type.chars().take(100).collect();
        Ok(Self {
            length,
            name: attachment::clean_name(&name),
            declared_type,
            metadata: metadata.to_owned(),
        })
    }
}

/// Parses a length that is within the limit.
///
/// # Errors
///
/// Returns an error if the text isn't a number, or the number is too large.
pub fn parse_length(text: &str) -> Result<u64, UploadError> {
    // `parse` alone would accept a plus sign.
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let length = Some(text)
        .filter(|_| is_number)
        .and_then(|text| text.parse().ok())
        .ok_or(UploadError::Length)?;
    if length > UPLOAD_MAX { Err(UploadError::TooLarge(length)) } else { Ok(length) }
}

fn metadata_value(metadata: &str, key: &str) -> Result<Option<String>, UploadError> {
    for pair in metadata.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (found, value) = pair.split_once(' ').unwrap_or((pair, ""));
        if found == key {
            let bytes = STANDARD.decode(value.trim()).map_err(|_| UploadError::Metadata)?;
            return String::from_utf8(bytes).map(Some).map_err(|_| UploadError::Metadata);
        }
    }
    Ok(None)
}

/// Progress of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Length in bytes, if it is known yet.
    pub length: Option<u64>,
    /// Count of bytes received and stored.
    pub offset: u64,
}

impl Progress {
    /// Checks that a client continues at the upload's offset.
    ///
    /// # Errors
    ///
    /// Returns an error if the client would continue elsewhere.
    pub fn continue_from(self, offset: u64) -> Result<(), UploadError> {
        if offset == self.offset {
            Ok(())
        } else {
            Err(UploadError::Offset { expected: self.offset })
        }
    }

    /// Sets the length, which a client that deferred it sends later. Sending it again changes
    /// nothing.
    ///
    /// # Errors
    ///
    /// Returns an error if another length was set before, or more bytes than that were received.
    pub fn with_length(self, length: u64) -> Result<Self, UploadError> {
        let fits = self.length.is_none_or(|known| known == length) && length >= self.offset;
        if fits {
            Ok(Self { length: Some(length), ..self })
        } else {
            Err(UploadError::LengthChanged)
        }
    }

    /// Returns the count of bytes that wait for their part to fill.
    pub const fn remainder(self) -> u64 {
        self.offset % PART
    }

    /// Returns the count of bytes that may still arrive.
    pub fn missing(self) -> u64 {
        self.length.unwrap_or(UPLOAD_MAX) - self.offset
    }

    /// Returns whether a piece of this length may follow after so many small ones.
    ///
    /// # Errors
    ///
    /// Returns an error if the piece is small too, and isn't the last.
    pub fn check_piece(self, length: u64, small_before: u32) -> Result<(), UploadError> {
        let is_small = length < PIECE_MIN.min(self.missing());
        if is_small && small_before >= SMALL_PIECES_MAX {
            Err(UploadError::SmallPieces)
        } else {
            Ok(())
        }
    }

    /// Returns whether all bytes were received.
    pub fn is_complete(self) -> bool {
        self.length == Some(self.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_pieces_come_to_an_end_and_the_last_one_is_always_taken() {
        let progress = Progress { length: Some(1_000_000), offset: 100 };
        let small = Err(UploadError::SmallPieces);
        assert_eq!(progress.check_piece(1, SMALL_PIECES_MAX - 1), Ok(()));
        assert_eq!(progress.check_piece(1, SMALL_PIECES_MAX), small);
        assert_eq!(progress.check_piece(PIECE_MIN - 1, SMALL_PIECES_MAX), small);
        assert_eq!(progress.check_piece(PIECE_MIN, u32::MAX), Ok(()));
        let last = Progress { length: Some(1_000_000), offset: 999_990 };
        assert_eq!(last.check_piece(10, u32::MAX), Ok(()));
        assert_eq!(last.check_piece(9, u32::MAX), small);
    }

    #[test]
    fn creation_reads_what_clients_send() {
        let metadata = "filename 2LXZiNiqLnBuZw==,filetype aW1hZ2UvcG5n,is_confidential";
        let creation = Creation::parse(Some("12"), None, Some(metadata)).unwrap();
        let (name, declared_type) = ("صوت.png".into(), "image/png".into());
        assert_eq!(
            creation,
            Creation { length: Some(12), name, declared_type, metadata: metadata.into() }
        );
        assert_eq!(
            Creation::parse(Some("1"), None, Some(&"x".repeat(METADATA_MAX + 1))),
            Err(UploadError::Metadata)
        );
        assert_eq!(Creation::parse(Some("1"), None, None).unwrap().name, "file");
    }

    #[test]
    fn a_length_is_said_now_or_later_and_once() {
        assert_eq!(Creation::parse(None, Some("1"), None).unwrap().length, None);
        for (length, deferred) in
            [(None, None), (Some("1"), Some("1")), (None, Some("0")), (None, Some(""))]
        {
            assert_eq!(
                Creation::parse(length, deferred, None),
                Err(UploadError::Length),
                "{length:?} {deferred:?}"
            );
        }
        let begun = Progress { length: None, offset: 5 };
        assert_eq!(begun.missing(), UPLOAD_MAX - 5);
        let known = begun.with_length(5).unwrap();
        assert!(known.is_complete() && known.with_length(5) == Ok(known));
        assert_eq!(known.with_length(6), Err(UploadError::LengthChanged));
        assert_eq!(begun.with_length(4), Err(UploadError::LengthChanged));
    }

    #[test]
    fn limits_hold_at_their_edges() {
        let parse = |length: &str| Creation::parse(Some(length), None, None);
        assert!(parse(&UPLOAD_MAX.to_string()).is_ok() && parse("0").is_ok());
        assert_eq!(
            parse(&(UPLOAD_MAX + 1).to_string()),
            Err(UploadError::TooLarge(UPLOAD_MAX + 1))
        );
        for length in ["", "-1", "+1", "1.5", "99999999999999999999999"] {
            assert_eq!(parse(length), Err(UploadError::Length), "{length:?}");
        }
        for metadata in ["filename !", "filename /w=="] {
            assert_eq!(
                Creation::parse(Some("1"), None, Some(metadata)),
                Err(UploadError::Metadata),
                "{metadata}"
            );
        }
    }

    #[test]
    fn progress_knows_what_is_missing() {
        let progress = Progress { length: Some(2 * PART + 7), offset: PART + 3 };
        assert_eq!((progress.remainder(), progress.missing()), (3, PART + 4));
        assert!(!progress.is_complete());
        assert_eq!(progress.continue_from(0), Err(UploadError::Offset { expected: PART + 3 }));
    }
}
