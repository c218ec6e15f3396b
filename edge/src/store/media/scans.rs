//! Malware scans of attachments.

use domain::{
    Timestamp,
    media::scan::{Finding, Scan},
    reference::Reference,
};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, list, statement};

/// Attachment that waits for its scan.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) participation: Reference,
    pub(crate) object_key: String,
    pub(crate) scan_failures: u32,
    /// True if the author of the participation sent it, and not its entity.
    is_authors: u8,
}

impl Row {
    pub(crate) fn is_authors(&self) -> bool {
        self.is_authors == 1
    }
}

/// Returns an attachment, if it still waits for its scan.
pub(crate) async fn waiting(db: &Database, id: &str) -> Result<Option<Row>> {
    let sql = "SELECT participation, object_key, scan_failures,
                      coalesce((SELECT author FROM messages WHERE id = message), 'customer')
                      = 'customer' AS is_authors
               FROM attachments WHERE id = :id AND scan = 'waiting'";
    statement(db, sql, [("id", id.into())])?.first().await
}

/// Returns the ids of waiting attachments whose scan is overdue, and postpones them to `due`.
pub(crate) async fn take_due(
    db: &Database,
    [now, due]: [Timestamp; 2],
    most: u32,
) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    let sql = "UPDATE attachments SET scan_due_at = :due WHERE id IN (
                   SELECT id FROM attachments WHERE scan = 'waiting' AND scan_due_at <= :now
                   ORDER BY scan_due_at LIMIT :most)
               RETURNING id";
    let values = [("now", now.into()), ("due", due.into()), ("most", most.into())];
    let rows = statement(db, sql, values)?.run().await?.results::<Id>()?;
    Ok(rows.into_iter().map(|Id { id }| id).collect())
}

/// Returns the statement that postpones attachments which were just queued.
pub(crate) fn postpone(db: &Database, ids: &[String], due: Timestamp) -> Result<Statement> {
    let sql = "UPDATE attachments SET scan_due_at = :due
               WHERE id IN (SELECT value FROM json_each(:ids)) AND scan = 'waiting'";
    statement(db, sql, [("due", due.into()), ("ids", list(ids)?.into())])
}

/// Returns the statement that records the result of a scan. If another run has recorded one, NOT
/// NULL fails and the batch with it.
pub(crate) fn settle(db: &Database, id: &str, finding: &Finding) -> Result<Statement> {
    let sql = "UPDATE attachments
               SET scan = CASE WHEN scan = 'waiting' THEN :scan END, finding = :finding
               WHERE id = :id";
    let values = [
        ("id", id.into()),
        ("scan", finding.scan.as_str().into()),
        ("finding", finding.name.as_deref().into()),
    ];
    statement(db, sql, values)
}

/// Counts a scan that the scanner didn't finish. The cron job queues the attachment again at `due`.
pub(crate) async fn fail(db: &Database, id: &str, due: Timestamp) -> Result<()> {
    let sql = "UPDATE attachments SET scan_failures = scan_failures + 1, scan_due_at = :due
               WHERE id = :id AND scan = :waiting";
    let values =
        [("id", id.into()), ("due", due.into()), ("waiting", Scan::Waiting.as_str().into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}
