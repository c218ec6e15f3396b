//! Log of security events.
//!
//! This file holds the only `INSERT INTO security_events`; `cargo xtask tidy` checks that. An event
//! is inserted in the batch of what it tells of, if there is one: then neither stands without the
//! other.

use domain::{
    Timestamp,
    access::security_event::{Cause, Incident, SecurityEvent},
    retention::SECURITY_LOG_DAYS,
    wire::console::SecurityEntry,
};
use serde::{Deserialize, Serialize};

use crate::store::{Database, Result, Statement, list, statement, unreadable};

/// Event as it is stored.
#[derive(Serialize)]
struct Recorded<'a> {
    at: Timestamp,
    cause: String,
    what: &'a Incident,
}

/// Returns the statement that inserts events.
pub(crate) fn insert(db: &Database, events: &[SecurityEvent]) -> Result<Statement> {
    let sql = "INSERT INTO security_events (at, cause, what)
               SELECT value ->> 'at', value ->> 'cause', value -> 'what'
               FROM json_each(:events)";
    let recorded = events.iter().map(|SecurityEvent { at, by, what }| Recorded {
        at: *at,
        cause: by.to_string(),
        what,
    });
    let events = recorded.collect::<Vec<_>>();
    statement(db, sql, [("events", list(&events)?.into())])
}

/// Returns the statement that inserts what one cause has done at one time.
pub(crate) fn caused(
    db: &Database,
    by: &Cause,
    what: Vec<Incident>,
    at: Timestamp,
) -> Result<Statement> {
    let event = |what| SecurityEvent { at, by: by.clone(), what };
    insert(db, &what.into_iter().map(event).collect::<Vec<_>>())
}

/// Returns the events before `before`, the latest first. An event's position is its id.
pub(crate) async fn page(
    db: &Database,
    before: Option<u64>,
    at_most: u32,
) -> Result<Vec<SecurityEntry>> {
    #[derive(Deserialize)]
    struct Row {
        id: u64,
        at: Timestamp,
        cause: Cause,
        what: String,
    }
    let sql = "SELECT id, at, cause, what FROM security_events
               WHERE id < :before ORDER BY id DESC LIMIT :limit";
    let before = before.unwrap_or(LAST);
    let rows = statement(db, sql, [("before", before.into()), ("limit", at_most.into())])?
        .run()
        .await?
        .results::<Row>()?;
    let entry = |row: Row| {
        let what = serde_json::from_str(&row.what).map_err(|_| unreadable("a security event"))?;
        Ok(SecurityEntry { id: row.id, at: row.at, by: row.cause, what })
    };
    rows.into_iter().map(entry).collect()
}

/// Position behind every event.
const LAST: u64 = 9_007_199_254_740_991;

/// Deletes the events whose period is over, by the database's own clock, as its trigger demands.
/// Returns their number.
pub(crate) async fn forget_old(db: &Database) -> Result<usize> {
    let sql = "DELETE FROM security_events
               WHERE at < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', :period)";
    let period = format!("-{SECURITY_LOG_DAYS} days");
    Ok(statement(db, sql, [("period", period.into())])?.run().await?.changes())
}

#[cfg(test)]
mod tests {
    use domain::retention::SECURITY_LOG_DAYS;

    #[test]
    fn the_schema_keeps_an_event_for_the_whole_period_and_no_longer() {
        let trigger = format!("'now', '-{SECURITY_LOG_DAYS} days')");
        assert!(include_str!("../../../schema.sql").contains(&trigger));
    }
}
