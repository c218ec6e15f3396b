//! Emptying participations, and what is to be removed from the media store.

use domain::{Timestamp, entity::Slug, event::Event, reference::Reference, stage::Stage, standing::Standing};
use serde::Deserialize;

use super::{Database, Result, Statement, participations, statement, unreadable};

#[derive(Deserialize)]
struct StandingRow {
    reference: Reference,
    entity: Slug,
    stage: Stage,
    head: String,
    events: u32,
    last_at: Timestamp,
}

impl From<StandingRow> for Standing {
    fn from(row: StandingRow) -> Self {
        let StandingRow { reference, entity, stage, head, events, last_at } = row;
        Self { reference, entity, stage, events, last_at, head }
    }
}

const STANDING: &str = "SELECT p.reference, p.entity, p.stage, p.head,
                               (SELECT COUNT(*) FROM events WHERE participation = p.reference) AS events,
                               (SELECT MAX(at) FROM events WHERE participation = p.reference) AS last_at
                        FROM participations p";

/// Where one participation stands.
pub(crate) async fn standing(db: &Database, reference: Reference) -> Result<Standing> {
    let sql = format!("{STANDING} WHERE p.reference = ?1");
    let row: Option<StandingRow> = statement(db, &sql, [reference.digits().into()])?.first().await?;
    row.map(Into::into).ok_or_else(|| unreadable("a participation that was just there"))
}

/// Those whose time is over.
pub(crate) async fn overdue(db: &Database, now: Timestamp, at_most: u32) -> Result<Vec<Standing>> {
    let sql = format!(
        "{STANDING} JOIN entities e ON e.id = p.entity
         WHERE p.erased_at IS NULL AND p.stage IN ('closed', 'withdrawn', 'declined')
               AND p.updated_at < strftime('%Y-%m-%dT%H:%M:%SZ', ?1, '-' || e.retention_days || ' days') LIMIT ?2"
    );
    let rows: Vec<StandingRow> = statement(db, &sql, [now.into(), at_most.into()])?.run().await?.results()?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Empties a participation, if nothing has happened to it since the event before.
pub(crate) fn erase(db: &Database, event: &Event) -> Result<Vec<Statement>> {
    let digits = || event.reference.digits().into();
    let emptied = "UPDATE participations SET text = NULL, contact = NULL, contact_key = NULL, page = NULL, salt = '', wake_at = NULL, stage = ?2,
                          head = ?3, updated_at = ?4, erased_at = ?4 WHERE reference = ?1";
    let media = "INSERT INTO garbage (object_key) SELECT object_key FROM attachments WHERE participation = ?1
                 ON CONFLICT DO NOTHING";
    Ok(vec![
        participations::insert_event(db, event)?,
        statement(db, emptied, [digits(), event.stage.as_str().into(), event.hash().into(), event.at.into()])?,
        statement(db, media, [digits()])?,
        statement(db, "DELETE FROM attachments WHERE participation = ?1", [digits()])?,
        statement(db, "DELETE FROM messages WHERE participation = ?1", [digits()])?,
        statement(db, "DELETE FROM outbox WHERE participation = ?1", [digits()])?,
    ])
}

/// Media that belong to nothing any more.
pub(crate) async fn garbage(db: &Database, at_most: u32) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Row {
        object_key: String,
    }
    let rows = statement(db, "SELECT object_key FROM garbage LIMIT ?1", [at_most.into()])?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.object_key).collect())
}

/// Forgets media that have been removed. `keys` is a JSON list.
pub(crate) async fn forget_garbage(db: &Database, keys: &str) -> Result<()> {
    let sql = "DELETE FROM garbage WHERE object_key IN (SELECT value FROM json_each(?1))";
    statement(db, sql, [keys.into()])?.run().await?;
    Ok(())
}
