//! Idempotency keys and the submissions that came with them.

use domain::Timestamp;
use serde::Deserialize;

use crate::store::{Database, Result, Statement, statement};

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) fingerprint: String,
    pub(crate) reference: String,
    pub(crate) suggestion_reference: Option<String>,
    pub(crate) tracking_secret: String,
    pub(crate) created_at: Timestamp,
}

/// Row of an idempotency key to insert.
pub(crate) struct Kept<'a> {
    pub(crate) digest: &'a str,
    pub(crate) fingerprint: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) suggestion_reference: Option<&'a str>,
    pub(crate) tracking_secret: &'a str,
    pub(crate) created_at: Timestamp,
}

pub(crate) fn find(db: &Database, digest: &str) -> Result<Statement> {
    let sql = "SELECT fingerprint, reference, suggestion_reference, tracking_secret, created_at
               FROM idempotency_keys WHERE digest = :digest";
    statement(db, sql, [("digest", digest.into())])
}

/// Returns the statement that inserts a key. It belongs after the statement that inserts the
/// participation: otherwise SQLite searches all keys for those that wait for it.
pub(crate) fn insert(db: &Database, kept: &Kept<'_>) -> Result<Statement> {
    let sql = "INSERT INTO idempotency_keys
                      (digest, fingerprint, reference, suggestion_reference, tracking_secret,
                       created_at)
               VALUES (:digest, :fingerprint, :reference, :suggestion_reference, :tracking_secret,
                       :created_at)";
    let values = [
        ("digest", kept.digest.into()),
        ("fingerprint", kept.fingerprint.into()),
        ("reference", kept.reference.into()),
        ("suggestion_reference", kept.suggestion_reference.into()),
        ("tracking_secret", kept.tracking_secret.into()),
        ("created_at", kept.created_at.into()),
    ];
    statement(db, sql, values)
}
