//! Attachments of participations and of their messages.

use domain::{
    Timestamp,
    media::{
        attachment::ATTACHMENTS_MAX,
        file_digest::{FileDigest, FileDigests},
        scan::Scan,
        upload::UploadId,
    },
    reference::Reference,
    staff::StaffId,
};
use serde::Deserialize;

use crate::store::{Chosen, Database, Result, Statement, media::machine_transcripts, statement};

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) size: u64,
    pub(crate) object_key: String,
    /// SHA-256 of the stored file; `None` for one from before digests were stored.
    pub(crate) sha256: Option<FileDigest>,
    /// JSON list of marks.
    pub(crate) marks: String,
    pub(crate) scan: Scan,
    /// Message that it belongs to; `None` for an attachment of the participation itself.
    pub(crate) message: Option<String>,
    pub(crate) participation: Reference,
    /// Transcript of a recording, its writer, and the time of writing.
    pub(crate) transcript: Option<String>,
    pub(crate) transcribed_by: Option<StaffId>,
    pub(crate) transcribed_at: Option<Timestamp>,
}

const ROW: &str = "SELECT id, name, media_type, size, object_key, sha256, marks, scan, message,
                   participation, transcript, transcribed_by, transcribed_at";

/// Owner of an attachment: a participation, and a message if it came with one.
pub(crate) struct Owner<'a> {
    pub(crate) participation: &'a str,
    /// Number of the event in the history.
    pub(crate) sequence: u32,
    pub(crate) message: Option<&'a str>,
}

/// Returns the statement that reads the attachments of participations, for a batch.
pub(in crate::store) fn of(db: &Database, chosen: &Chosen) -> Result<Statement> {
    let of = chosen.condition();
    let sql = format!("{ROW} FROM attachments WHERE participation {of} ORDER BY position");
    statement(db, &sql, [chosen.parameter()])
}

pub(crate) async fn find(db: &Database, id: &str) -> Result<Option<Row>> {
    statement(db, &format!("{ROW} FROM attachments WHERE id = :id"), [("id", id.into())])?
        .first()
        .await
}

/// Returns the statements that turn finished uploads into attachments, for a batch. If an upload is
/// gone or isn't the file of this digest, which the event covers, NOT NULL fails and the batch with
/// it. Recordings then wait for a machine, if their entity wants that.
pub(crate) fn take(
    db: &Database,
    uploads: &[UploadId],
    digests: &FileDigests,
    owner: &Owner<'_>,
    now: Timestamp,
) -> Result<Vec<Statement>> {
    let insert = "INSERT INTO attachments (id, participation, position, message, name, media_type,
                                           size, object_key, marks, sha256)
                  SELECT :id, :participation, :position, :message, uploads.name,
                         uploads.media_type, uploads.length, uploads.object_key,
                         uploads.marks, uploads.sha256
                  FROM (SELECT 1) LEFT JOIN uploads
                       ON uploads.id = :id AND uploads.offset = uploads.length
                       AND uploads.writer IS NULL AND uploads.expires_at > :now
                       AND uploads.sha256 = :sha256";
    let before = (owner.sequence - 1) * u32::try_from(ATTACHMENTS_MAX).unwrap_or(u32::MAX);
    let mut statements = Vec::with_capacity(2 * uploads.len());
    for (position, upload) in (before + 1..).zip(uploads) {
        let values = [
            ("id", upload.as_str().into()),
            ("participation", owner.participation.into()),
            ("position", position.into()),
            ("message", owner.message.into()),
            ("now", now.into()),
            ("sha256", digests.of(upload).map(FileDigest::as_str).into()),
        ];
        statements.push(statement(db, insert, values)?);
        let delete = "DELETE FROM uploads WHERE id = :id";
        statements.push(statement(db, delete, [("id", upload.as_str().into())])?);
    }
    if !uploads.is_empty() {
        statements.push(machine_transcripts::wait(db, uploads, now)?);
    }
    Ok(statements)
}
