//! Tables of files: uploads in progress, and the attachments that they become.
//!
//! `crate::media`, the intake and the downloads call it. The bytes lie in R2; none pass through
//! here.

pub(crate) mod attachments;
pub(crate) mod machine_transcripts;
pub(crate) mod scans;
pub(crate) mod transcripts;
pub(crate) mod uploads;
