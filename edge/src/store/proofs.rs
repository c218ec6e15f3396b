//! Proofs of work that were spent.

use domain::Timestamp;

use super::{Database, Result, Statement, statement};

/// Returns the statement that spends a proof. It fails if the proof was spent before.
pub(crate) fn spend(db: &Database, id: &str, expires_at: Timestamp) -> Result<Statement> {
    statement(
        db,
        "INSERT INTO spent_proofs (id, expires_at) VALUES (?1, ?2)",
        [id.into(), expires_at.into()],
    )
}

/// Deletes proofs that expired before `then`, and returns their number.
pub(crate) async fn forget_before(db: &Database, then: Timestamp) -> Result<usize> {
    Ok(statement(db, "DELETE FROM spent_proofs WHERE expires_at < ?1", [then.into()])?
        .run()
        .await?
        .changes())
}
