//! Months that an operator asked to be closed.

use serde::Deserialize;

use crate::store::{Database, Result, statement};

#[derive(Deserialize)]
struct Row {
    month: String,
}

/// Returns the months, the earliest first.
pub(crate) async fn asked(db: &Database) -> Result<Vec<String>> {
    let rows = statement(db, "SELECT month FROM closings ORDER BY month", [])?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.month).collect())
}

/// Removes a month that was closed.
pub(crate) async fn remove(db: &Database, month: &str) -> Result<()> {
    statement(db, "DELETE FROM closings WHERE month = :month", [("month", month.into())])?
        .run()
        .await?;
    Ok(())
}
