//! One-time codes on their way to authors' phones. The codes themselves are derived, not stored.

use domain::{Timestamp, reference::Reference};
use serde::Deserialize;

use crate::store::{Database, Result, Statement, list, statement};

/// Returns the statement that makes a notice's code the one that opens a participation. It replaces
/// an earlier one.
pub(crate) fn replace(
    db: &Database,
    reference: Reference,
    notice: &str,
    expires_at: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO one_time_codes (participation, notice, expires_at)
               VALUES (:participation, :notice, :expires_at)
               ON CONFLICT DO UPDATE SET notice = excluded.notice,
               expires_at = excluded.expires_at, tries = 0";
    let values = [
        ("participation", reference.digits().into()),
        ("notice", notice.into()),
        ("expires_at", expires_at.into()),
    ];
    statement(db, sql, values)
}

/// Counts an attempt to enter a code, and returns the notice that carries the right one. `None` if
/// there is none among these notices, if it has expired, or if it was tried too often.
pub(crate) async fn attempt(
    db: &Database,
    reference: Reference,
    notices: &[String],
    now: Timestamp,
    tries: u32,
) -> Result<Option<String>> {
    #[derive(Deserialize)]
    struct Row {
        notice: String,
    }
    let sql = "UPDATE one_time_codes SET tries = tries + 1
               WHERE participation = :participation AND expires_at > :now AND tries < :tries
               AND notice IN (SELECT value FROM json_each(:notices))
               RETURNING notice";
    let values = [
        ("participation", reference.digits().into()),
        ("notices", list(notices)?.into()),
        ("now", now.into()),
        ("tries", tries.into()),
    ];
    let row: Option<Row> = statement(db, sql, values)?.first().await?;
    Ok(row.map(|row| row.notice))
}

/// Returns the statement that removes a code which has opened its participation.
pub(crate) fn remove(db: &Database, reference: Reference) -> Result<Statement> {
    let sql = "DELETE FROM one_time_codes WHERE participation = :participation";
    statement(db, sql, [("participation", reference.digits().into())])
}
