//! Proofs of work that were used.

use domain::Timestamp;

use super::{Database, Result, Statement, statement};

/// Uses a proof up; fails where that was done before.
pub(crate) fn spend(db: &Database, id: &str, expires_at: Timestamp) -> Result<Statement> {
    statement(
        db,
        "INSERT INTO spent_proofs (id, expires_at) VALUES (?1, ?2)",
        [id.into(), expires_at.into()],
    )
}

/// Removes what no longer matters, and says how many there were.
pub(crate) async fn forget_before(db: &Database, then: Timestamp) -> Result<usize> {
    Ok(statement(db, "DELETE FROM spent_proofs WHERE expires_at < ?1", [then.into()])?
        .run()
        .await?
        .changes())
}
