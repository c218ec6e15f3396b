//! Which submission came under which key.

use domain::Timestamp;
use serde::Deserialize;

use super::{Database, Result, Statement, statement};

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) fingerprint: String,
    pub(crate) reference: String,
    pub(crate) suggestion_reference: Option<String>,
    pub(crate) tracking_secret: String,
}

/// What is kept about a key.
pub(crate) struct Kept<'a> {
    pub(crate) digest: &'a str,
    pub(crate) fingerprint: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) suggestion_reference: Option<&'a str>,
    pub(crate) tracking_secret: &'a str,
    pub(crate) created_at: Timestamp,
}

pub(crate) fn find(db: &Database, digest: &str) -> Result<Statement> {
    let sql = "SELECT fingerprint, reference, suggestion_reference, tracking_secret FROM idempotency_keys WHERE digest = ?1";
    statement(db, sql, [digest.into()])
}

/// Goes after the participation that it names: no key waits for one then, and none has to be looked for.
pub(crate) fn insert(db: &Database, kept: &Kept<'_>) -> Result<Statement> {
    let sql = "INSERT INTO idempotency_keys (digest, fingerprint, reference, suggestion_reference, tracking_secret, created_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = [
        kept.digest.into(),
        kept.fingerprint.into(),
        kept.reference.into(),
        kept.suggestion_reference.into(),
        kept.tracking_secret.into(),
        kept.created_at.into(),
    ];
    statement(db, sql, values)
}
