//! How often something was done today.

use serde::Deserialize;
use worker::{D1Database, D1PreparedStatement, D1Result};

use super::{Result, statement};

#[derive(Deserialize)]
struct Row {
    count: u32,
}

/// Whose actions of which kind are counted on which day.
pub(crate) struct Counter<'a> {
    pub(crate) client: &'a str,
    pub(crate) day: &'a str,
    pub(crate) what: &'a str,
}

pub(crate) fn find(db: &D1Database, counter: &Counter<'_>) -> Result<D1PreparedStatement> {
    let sql = "SELECT count FROM limits WHERE client = ?1 AND day = ?2 AND what = ?3";
    statement(db, sql, [counter.client.into(), counter.day.into(), counter.what.into()])
}

/// The count that [`find`] or [`increment`] gave.
pub(crate) fn count_of(result: &D1Result) -> Result<u32> {
    Ok(result.results::<Row>()?.pop().map_or(0, |row| row.count))
}

pub(crate) fn increment(db: &D1Database, counter: &Counter<'_>) -> Result<D1PreparedStatement> {
    let sql = "INSERT INTO limits (client, day, what, count) VALUES (?1, ?2, ?3, 1)
               ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count";
    statement(db, sql, [counter.client.into(), counter.day.into(), counter.what.into()])
}

/// Removes the counts of days before `day`, and says how many there were.
pub(crate) async fn forget_before(db: &D1Database, day: &str) -> Result<usize> {
    super::written(&statement(db, "DELETE FROM limits WHERE day < ?1", [day.into()])?.run().await?)
}
