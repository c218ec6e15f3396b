//! What participations came with.

use domain::Timestamp;
use serde::Deserialize;

use super::{Database, Result, Statement, statement};

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) size: u64,
    pub(crate) object_key: String,
}

/// The attachments of one participation, for a batch.
pub(crate) fn of(db: &Database, reference: &str) -> Result<Statement> {
    let sql = "SELECT id, name, media_type, size, object_key FROM attachments WHERE participation = ?1 ORDER BY position";
    statement(db, sql, [reference.into()])
}

pub(crate) async fn find(db: &Database, id: &str) -> Result<Option<Row>> {
    let sql = "SELECT id, name, media_type, size, object_key FROM attachments WHERE id = ?1";
    statement(db, sql, [id.into()])?.first().await
}

/// Makes an attachment of a finished upload. Where the upload has gone meanwhile, NOT NULL fails and the batch with it.
pub(crate) fn take(db: &Database, upload: &str, participation: &str, position: u32, now: Timestamp) -> Result<[Statement; 2]> {
    let insert = "INSERT INTO attachments (id, participation, position, name, media_type, size, object_key)
                  SELECT ?1, ?2, ?3, uploads.name, uploads.media_type, uploads.length, uploads.object_key
                  FROM (SELECT 1) LEFT JOIN uploads ON uploads.id = ?1 AND uploads.offset = uploads.length
                       AND uploads.writer IS NULL AND uploads.expires_at > ?4";
    Ok([
        statement(db, insert, [upload.into(), participation.into(), position.into(), now.into()])?,
        statement(db, "DELETE FROM uploads WHERE id = ?1", [upload.into()])?,
    ])
}
