//! How often something was done today.

use serde::Deserialize;

use super::{D1Result, Database, Result, Statement, statement};

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

pub(crate) fn find(db: &Database, counter: &Counter<'_>) -> Result<Statement> {
    let sql = "SELECT count FROM limits WHERE client = ?1 AND day = ?2 AND what = ?3";
    statement(db, sql, [counter.client.into(), counter.day.into(), counter.what.into()])
}

/// The count that [`find`] gave.
pub(crate) fn count_of(result: &D1Result) -> Result<u32> {
    Ok(result.results::<Row>()?.pop().map_or(0, |row| row.count))
}

pub(crate) fn increment(db: &Database, counter: &Counter<'_>) -> Result<Statement> {
    add(db, counter, 1, u32::MAX)
}

/// Counts so many more. From `ceiling` on, NOT NULL fails and the batch with it.
pub(crate) fn add(
    db: &Database,
    counter: &Counter<'_>,
    more: u32,
    ceiling: u32,
) -> Result<Statement> {
    let sql = "INSERT INTO limits (client, day, what, count) VALUES (?1, ?2, ?3, CASE WHEN 0 < ?5 THEN ?4 END)
               ON CONFLICT DO UPDATE SET count = CASE WHEN count < ?5 THEN count + ?4 END";
    statement(
        db,
        sql,
        [
            counter.client.into(),
            counter.day.into(),
            counter.what.into(),
            more.into(),
            ceiling.into(),
        ],
    )
}

/// Removes the counts of days before `day`, and says how many there were.
pub(crate) async fn forget_before(db: &Database, day: &str) -> Result<usize> {
    Ok(statement(db, "DELETE FROM limits WHERE day < ?1", [day.into()])?.run().await?.changes())
}
