//! Proofs of work that were spent.

use domain::Timestamp;

use crate::store::{Database, Result, Statement, statement};

/// Returns the statement that spends a proof. It fails if the proof was spent before.
pub(crate) fn spend(db: &Database, id: &str, expires_at: Timestamp) -> Result<Statement> {
    statement(
        db,
        "INSERT INTO spent_proofs (id, expires_at) VALUES (:id, :expires_at)",
        [("id", id.into()), ("expires_at", expires_at.into())],
    )
}

/// Deletes proofs that expired before `then`, and returns their number.
pub(crate) async fn forget_before(db: &Database, then: Timestamp) -> Result<usize> {
    Ok(statement(db, "DELETE FROM spent_proofs WHERE expires_at < :then", [("then", then.into())])?
        .run()
        .await?
        .changes())
}
