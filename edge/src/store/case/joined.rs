//! Cases that were merged into another one and wait for its answer.

use domain::reference::Reference;
use serde::Deserialize;

use crate::store::{Database, Result, Statement, list, statement};

/// Condition of a case that waits for the answer of the one that it was merged into, as
/// `Case::waits` of the domain has it.
const WAITS: &str = "stage = 'declined' AND erased_at IS NULL";

/// Returns the cases that wait for the answer of this one.
pub(crate) async fn waiting(db: &Database, main: Reference) -> Result<Vec<Reference>> {
    let sql =
        format!("SELECT reference FROM participations WHERE merged_into = :reference AND {WAITS}");
    references(statement(db, &sql, [("reference", main.digits().into())])?).await
}

async fn references(statement: Statement) -> Result<Vec<Reference>> {
    #[derive(Deserialize)]
    struct Row {
        reference: Reference,
    }
    let rows = statement.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.reference).collect())
}

/// Returns the cases that were answered with this one, by its latest answer or by an earlier one.
pub(crate) async fn answered_with(db: &Database, main: Reference) -> Result<Vec<Reference>> {
    let sql = "SELECT reference FROM participations
               WHERE merged_into = :reference AND stage = 'answered' AND erased_at IS NULL";
    references(statement(db, sql, [("reference", main.digits().into())])?).await
}

/// Returns the statement that refuses a batch if others wait for this case than those: one was
/// merged into it since they were read.
pub(crate) fn no_others_wait(
    db: &Database,
    main: Reference,
    those: &[Reference],
) -> Result<Statement> {
    let sql = format!(
        "UPDATE participations SET head = NULL
         WHERE reference = :reference AND EXISTS (
             SELECT 1 FROM participations WHERE merged_into = :reference AND {WAITS}
             AND reference NOT IN (SELECT value FROM json_each(:those)))"
    );
    let those: Vec<_> = those.iter().map(Reference::digits).collect();
    let values = [("reference", main.digits().into()), ("those", list(&those)?.into())];
    statement(db, &sql, values)
}

/// Returns the statement that refuses a batch if this case isn't as it was read: it may have been
/// answered since.
pub(crate) fn is_unchanged(db: &Database, main: Reference, head: &str) -> Result<Statement> {
    let sql = "UPDATE participations SET head = NULL
               WHERE reference = :reference AND head <> :head";
    statement(db, sql, [("reference", main.digits().into()), ("head", head.into())])
}
