//! Transcripts of recordings, and their earlier versions.

use domain::{Timestamp, staff::StaffId, wire::console::TranscriptVersion};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

/// Returns the statements that write or remove a recording's transcript, for a batch: the new
/// version, and before it the one that is there, if no version holds it yet.
pub(crate) fn write(
    db: &Database,
    attachment: &str,
    text: Option<&str>,
    by: &StaffId,
    now: Timestamp,
) -> Result<[Statement; 3]> {
    let earlier = "INSERT INTO transcripts (attachment, version, text, staff, at)
                   SELECT id, 1, transcript, transcribed_by, transcribed_at FROM attachments
                   WHERE id = :attachment AND transcribed_by IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM transcripts WHERE attachment = :attachment)";
    let version = "INSERT INTO transcripts (attachment, version, text, staff, at)
                   SELECT :attachment, coalesce(max(version), 0) + 1, :text, :staff, :at
                   FROM transcripts WHERE attachment = :attachment";
    let latest = "UPDATE attachments SET transcript = :text, transcribed_by = :staff,
                  transcribed_at = :at WHERE id = :attachment";
    let values = || {
        [
            ("attachment", attachment.into()),
            ("text", text.into()),
            ("staff", by.as_str().into()),
            ("at", now.into()),
        ]
    };
    Ok([
        statement(db, earlier, [("attachment", attachment.into())])?,
        statement(db, version, values())?,
        statement(db, latest, values())?,
    ])
}

/// Returns the versions of a transcript, the latest first.
pub(crate) async fn versions(db: &Database, attachment: &str) -> Result<Vec<TranscriptVersion>> {
    #[derive(Deserialize)]
    struct Row {
        text: Option<String>,
        staff: StaffId,
        at: Timestamp,
    }
    let sql = "SELECT text, staff, at FROM transcripts WHERE attachment = :attachment
               ORDER BY version DESC";
    let rows =
        statement(db, sql, [("attachment", attachment.into())])?.run().await?.results::<Row>()?;
    let version = |Row { text, staff, at }| TranscriptVersion { text, by: staff, at };
    Ok(rows.into_iter().map(version).collect())
}
