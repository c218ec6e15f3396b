//! Months that are to be closed or corrected: those that an operator asked for, and those that are
//! counted anew.

use serde::Deserialize;

use crate::store::{Database, Result, list, statement};

/// Month that is to be closed, or corrected if it is closed.
#[derive(Deserialize)]
pub(crate) struct Closing {
    pub(crate) month: String,
    /// Reason of a correction.
    pub(crate) reason: Option<String>,
}

/// Returns the months, the earliest first.
pub(crate) async fn asked(db: &Database) -> Result<Vec<Closing>> {
    let sql = "SELECT month, reason FROM closings ORDER BY month";
    statement(db, sql, [])?.run().await?.results()
}

/// Asks that months be corrected for a reason, unless an operator has asked for them.
pub(crate) async fn ask(db: &Database, months: &[String], reason: &str) -> Result<()> {
    let sql = "INSERT INTO closings (month, reason)
               SELECT value, :reason FROM json_each(:months) WHERE true ON CONFLICT DO NOTHING";
    let values = [("months", list(months)?.into()), ("reason", reason.into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Removes a month that was closed or corrected, unless it was asked for again with another reason.
pub(crate) async fn remove(db: &Database, closing: &Closing) -> Result<()> {
    let sql = "DELETE FROM closings WHERE month = :month AND reason IS :reason";
    let values = [("month", (&closing.month).into()), ("reason", closing.reason.as_ref().into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}
