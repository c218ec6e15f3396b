//! Rate-limit counters per client, day and kind of request.

use serde::Deserialize;

use super::{D1Result, Database, Result, Statement, statement};

#[derive(Deserialize)]
struct Row {
    count: u32,
}

/// Key of a counter: client, day and kind of request.
pub(crate) struct Counter<'a> {
    pub(crate) client: &'a str,
    pub(crate) day: &'a str,
    pub(crate) what: &'a str,
}

pub(crate) fn find(db: &Database, counter: &Counter<'_>) -> Result<Statement> {
    let sql = "SELECT count FROM limits WHERE client = ?1 AND day = ?2 AND what = ?3";
    statement(db, sql, [counter.client.into(), counter.day.into(), counter.what.into()])
}

/// Parses the count that [`find`] reads.
pub(crate) fn count_of(result: &D1Result) -> Result<u32> {
    Ok(result.results::<Row>()?.pop().map_or(0, |row| row.count))
}

pub(crate) fn increment(db: &Database, counter: &Counter<'_>) -> Result<Statement> {
    add(db, counter, 1, u32::MAX)
}

/// Returns the statement that adds `more` to a counter. If the count has reached `ceiling`, NOT
/// NULL fails and the batch with it.
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

/// Deletes the counters of days before `day`, and returns their number.
pub(crate) async fn forget_before(db: &Database, day: &str) -> Result<usize> {
    Ok(statement(db, "DELETE FROM limits WHERE day < ?1", [day.into()])?.run().await?.changes())
}
