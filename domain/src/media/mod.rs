//! Attachments: accepted types, resumable uploads, checksums, digests of stored files, location
//! removal, previews and machine transcripts.
//!
//! The edge's `media` module streams bytes through these parsers. Nothing here may hold a whole
//! file.

pub mod attachment;
pub mod checksum;
mod detect;
pub mod file_digest;
pub mod location;
pub mod mark;
pub mod office_type;
pub mod scan;
pub mod text_preview;
pub mod transcription;
pub mod upload;
