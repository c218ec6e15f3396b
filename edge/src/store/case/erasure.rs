//! Erasure of participations, and the media to delete afterwards.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    access::{
        live::Signal,
        security_event::{Cause, Incident, SecurityEvent},
    },
    case::{
        event::{Actor, Event},
        head::CaseHead,
        stage::Stage,
    },
    reference::Reference,
    slug::Slug,
};
use serde::Deserialize;

use crate::store::{
    Database, Result, Statement,
    access::security_events,
    case::events::{self, Entry},
    statement, unreadable,
};

#[derive(Deserialize)]
struct StandingRow {
    reference: Reference,
    entity: Slug,
    stage: Stage,
    head: String,
    events: u32,
    last_at: Timestamp,
    before: String,
    is_test: u8,
}

/// Head of a case to erase, with the entities that see the case.
pub(crate) struct Standing {
    pub(crate) head: CaseHead,
    holders: BTreeSet<Slug>,
    is_test: bool,
}

impl Standing {
    /// Returns the signal of the erasure, for live connections. There is none of a test.
    pub(crate) fn signal(&self) -> Option<Signal> {
        let [before, after] = [self.holders.clone(), self.holders.clone()];
        (!self.is_test).then_some(Signal { reference: self.head.reference, before, after })
    }
}

impl StandingRow {
    fn read(self) -> Result<Standing> {
        let Self { reference, entity, stage, head, events, last_at, before, is_test } = self;
        let mut holders: BTreeSet<Slug> =
            serde_json::from_str(&before).map_err(|_| unreadable("the entities of a case"))?;
        holders.insert(entity.clone());
        Ok(Standing {
            head: CaseHead { reference, entity, stage, events, last_at, head },
            holders,
            is_test: is_test == 1,
        })
    }
}

const STANDING: &str = "SELECT p.reference, coalesce(p.turn, p.entity) AS entity, p.stage, p.head,
    p.is_test,
    (SELECT COUNT(*) FROM events WHERE participation = p.reference) AS events,
    (SELECT MAX(at) FROM events WHERE participation = p.reference) AS last_at,
    (SELECT json_group_array(entity) FROM hands WHERE participation = p.reference) AS before";

/// Returns the heads of a participation and of the suggestion paired with it, without those that
/// are erased already.
pub(crate) async fn standings(db: &Database, reference: Reference) -> Result<Vec<Standing>> {
    let sql = format!(
        "{STANDING} FROM participations p
         WHERE (p.reference = :reference OR p.complaint = :reference) AND p.erased_at IS NULL"
    );
    let rows: Vec<StandingRow> =
        statement(db, &sql, [("reference", reference.digits().into())])?.run().await?.results()?;
    rows.into_iter().map(StandingRow::read).collect()
}

/// Returns the heads of ended cases whose retention time is over. Entity by entity, the query reads
/// only rows that are overdue. `except` is a JSON list of references.
pub(crate) async fn overdue(
    db: &Database,
    now: Timestamp,
    except: &str,
    at_most: u32,
) -> Result<Vec<Standing>> {
    let sql = format!(
        "{STANDING} FROM entities e CROSS JOIN participations p
         WHERE p.entity = e.id AND p.erased_at IS NULL
               AND p.stage IN ('closed', 'withdrawn', 'declined')
               -- A merged case waits for its answer as long as it's declined.
               AND NOT (p.stage = 'declined' AND p.merged_into IS NOT NULL)
               AND p.updated_at
                   < strftime('%Y-%m-%dT%H:%M:%SZ', :now, '-' || e.retention_days || ' days')
               AND p.reference NOT IN (SELECT value FROM json_each(:except)) LIMIT :limit"
    );
    let rows: Vec<StandingRow> = statement(
        db,
        &sql,
        [("now", now.into()), ("except", except.into()), ("limit", at_most.into())],
    )?
    .run()
    .await?
    .results()?;
    rows.into_iter().map(StandingRow::read).collect()
}

/// Returns the statements that erase participations, all or none. They fail if another event has
/// been added meanwhile.
pub(crate) fn erase(db: &Database, entries: &[Entry<'_>]) -> Result<Vec<Statement>> {
    let mut statements = events::insert(db, entries)?;
    let events: Vec<_> = entries.iter().map(Entry::event).collect();
    statements.push(security_events::insert(db, &logged(&events))?);
    let events = events::recorded(events.into_iter())?;
    let emptied = "UPDATE participations
                   SET text = NULL, contact = NULL, contact_key = NULL, location = NULL,
                       location_key = NULL, page = NULL, salt = '',
                       wake_at = NULL, due_at = NULL, action_due = NULL, news = NULL,
                       escalated = NULL,
                       place = '~' || printf('%010d', 9999999999 - unixepoch(value ->> 'at')),
                       stage = value ->> 'stage', head = value ->> 'hash',
                       updated_at = value ->> 'at', erased_at = value ->> 'at'
                   FROM json_each(:events) WHERE reference = value ->> 'reference'";
    let found = "DELETE FROM search WHERE rowid IN
                 (SELECT search_id FROM json_each(:events)
                 CROSS JOIN participations ON reference = value ->> 'reference')";
    let seen = "UPDATE hands
                SET place = (SELECT place FROM participations WHERE reference = participation)
                WHERE participation IN (SELECT value ->> 'reference' FROM json_each(:events))";
    let media = "INSERT INTO garbage (object_key)
                 SELECT object_key FROM json_each(:events)
                 JOIN attachments ON participation = value ->> 'reference' WHERE true
                 ON CONFLICT DO NOTHING";
    let attachments = "DELETE FROM attachments WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let messages = "DELETE FROM messages WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let notices = "DELETE FROM outbox WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let keys = "DELETE FROM link_keys WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let addresses = "DELETE FROM addresses WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let replies = "DELETE FROM replies WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let mentions = "DELETE FROM mentions WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let codes = "DELETE FROM one_time_codes WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let deliveries = "DELETE FROM deliveries WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let creations = "DELETE FROM system_creations WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let unsubscribed = "DELETE FROM unsubscribed WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let profiles = "DELETE FROM profile_participations WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    let bars = "DELETE FROM profile_bars WHERE participation IN
        (SELECT value ->> 'reference' FROM json_each(:events))";
    for sql in [
        found,
        emptied,
        seen,
        media,
        attachments,
        messages,
        notices,
        keys,
        addresses,
        replies,
        mentions,
        codes,
        deliveries,
        creations,
        unsubscribed,
        profiles,
        bars,
    ] {
        statements.push(statement(db, sql, [("events", (&events).into())])?);
    }
    Ok(statements)
}

/// Returns erasures as security events: each of an author, and the number of those by retention.
fn logged(events: &[&Event]) -> Vec<SecurityEvent> {
    let (by_rule, by_author): (Vec<&Event>, Vec<&Event>) =
        events.iter().copied().partition(|event| event.actor == Actor::System);
    let erased = |event: &Event| SecurityEvent {
        at: event.at,
        by: Cause::Customer,
        what: Incident::Erased { reference: event.reference },
    };
    let ended = by_rule.first().map(|event| SecurityEvent {
        at: event.at,
        by: Cause::System,
        what: Incident::RetentionEnded { count: by_rule.len() },
    });
    by_author.into_iter().map(erased).chain(ended).collect()
}

/// Returns the keys of media to which no attachment refers any more.
pub(crate) async fn garbage(db: &Database, at_most: u32) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Row {
        object_key: String,
    }
    let rows =
        statement(db, "SELECT object_key FROM garbage LIMIT :limit", [("limit", at_most.into())])?
            .run()
            .await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.object_key).collect())
}

/// Deletes the keys of media that have been removed. `keys` is a JSON list.
pub(crate) async fn forget_garbage(db: &Database, keys: &str) -> Result<()> {
    let sql = "DELETE FROM garbage WHERE object_key IN (SELECT value FROM json_each(:keys))";
    statement(db, sql, [("keys", keys.into())])?.run().await?;
    Ok(())
}
