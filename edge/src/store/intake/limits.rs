//! Rate-limit counters per client, day and kind of request.

use domain::reference::Reference;
use serde::Deserialize;

use crate::store::{D1Result, Database, Result, Statement, statement};

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
    let sql = "SELECT count FROM limits WHERE client = :client AND day = :day AND what = :what";
    statement(
        db,
        sql,
        [
            ("client", counter.client.into()),
            ("day", counter.day.into()),
            ("what", counter.what.into()),
        ],
    )
}

/// Parses the count that [`find`] reads.
pub(crate) fn count_of(result: &D1Result) -> Result<u32> {
    Ok(result.results::<Row>()?.pop().map_or(0, |row| row.count))
}

/// Returns the statement that counts a guess, unless it is right: the participation exists, and
/// `key_hash`, if there is one, is the hash of a key that opens it. It belongs in one batch with
/// [`find`], since batches run one after the other: then no guess is answered before it counts.
/// From one above `ceiling` on, nothing is written.
pub(crate) fn count_unless_right(
    db: &Database,
    counter: &Counter<'_>,
    reference: Reference,
    key_hash: Option<&str>,
    ceiling: u32,
) -> Result<Statement> {
    let sql = "INSERT INTO limits (client, day, what, count)
               SELECT :client, :day, :what, 1 WHERE NOT EXISTS (
                   SELECT 1 FROM participations p WHERE reference = :reference
                   AND (:key_hash IS NULL OR :key_hash = tracking_key_hash OR EXISTS (
                       SELECT 1 FROM link_keys WHERE key_hash = :key_hash
                       AND participation IN (p.reference, p.complaint))))
               ON CONFLICT DO UPDATE SET count = count + 1 WHERE count <= :ceiling";
    statement(
        db,
        sql,
        [
            ("client", counter.client.into()),
            ("day", counter.day.into()),
            ("what", counter.what.into()),
            ("reference", reference.digits().into()),
            ("key_hash", key_hash.into()),
            ("ceiling", ceiling.into()),
        ],
    )
}

/// Returns the statement that adds `more` to a counter. If the count has reached `ceiling`, NOT
/// NULL fails and the batch with it.
pub(crate) fn add(
    db: &Database,
    counter: &Counter<'_>,
    more: u32,
    ceiling: u32,
) -> Result<Statement> {
    let sql = "INSERT INTO limits (client, day, what, count)
               VALUES (:client, :day, :what, CASE WHEN 0 < :ceiling THEN :more END)
               ON CONFLICT DO UPDATE SET count = CASE WHEN count < :ceiling THEN count + :more END";
    statement(
        db,
        sql,
        [
            ("client", counter.client.into()),
            ("day", counter.day.into()),
            ("what", counter.what.into()),
            ("more", more.into()),
            ("ceiling", ceiling.into()),
        ],
    )
}

/// Deletes the counters of days before `day`, and returns their number.
pub(crate) async fn forget_before(db: &Database, day: &str) -> Result<usize> {
    Ok(statement(db, "DELETE FROM limits WHERE day < :day", [("day", day.into())])?
        .run()
        .await?
        .changes())
}
