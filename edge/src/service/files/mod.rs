//! Work on files that people sent: digests for the histories, scans, and transcripts by a machine.

pub(crate) mod file_digests;
pub(crate) mod scans;
pub(crate) mod transcription;
