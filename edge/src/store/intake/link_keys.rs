//! Tracking keys in the links of notices. Each notice has its own, which can be withdrawn.

use domain::{Timestamp, intake::tracking::TrackingKey, reference::Reference};

use crate::store::{Database, Result, Statement, statement};

/// Returns the statement that lets a key open a participation. A notice that is delivered again has
/// the same key.
pub(crate) fn insert(
    db: &Database,
    reference: Reference,
    key: &TrackingKey,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO link_keys (participation, key_hash, created_at)
               VALUES (:participation, :key_hash, :created_at) ON CONFLICT DO NOTHING";
    let values = [
        ("participation", reference.digits().into()),
        ("key_hash", key.hash().into()),
        ("created_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that withdraws all keys in links to a participation, but for the one with
/// the hash `kept`.
pub(crate) fn withdraw(db: &Database, reference: Reference, kept: &str) -> Result<Statement> {
    let sql = "DELETE FROM link_keys WHERE participation = :participation AND key_hash <> :kept";
    statement(db, sql, [("participation", reference.digits().into()), ("kept", kept.into())])
}
