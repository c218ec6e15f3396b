//! Cases to create in the systems of entities: an outbox, and the ids under which they are known
//! there.

use domain::{
    Timestamp,
    case::event::Event,
    entity::hold::Hold,
    intake::{channel::Channel, kind::Kind},
    reference::Reference,
    slug::Slug,
    system::{CreationId, placeholder::Facts},
    webhook::{
        event_type::{self, EventType},
        snapshot::Told,
    },
    wire::console::{SystemCase, SystemTemplate},
};
use serde::Deserialize;
use std::slice;

use super::systems;
use crate::{
    crypto::seal::Sealed,
    platform::clock::later,
    store::{Database, Result, Statement, list, statement, unreadable},
};

/// Seconds after which a job queues a creation that was lost on its way into the queue.
const PATIENCE: i64 = 10 * 60;

/// Condition on a creation `c` and its case `p`: the case is the entity's, and neither withdrawn
/// nor merged into another. One that has ended otherwise is sent.
const IS_OURS: &str = "p.erased_at IS NULL AND coalesce(p.turn, p.entity) = c.entity
    AND p.stage <> 'withdrawn' AND NOT (p.stage = 'declined' AND p.merged_into IS NOT NULL)";

/// Returns the statement that inserts a creation, in the batch of the event that brings a case to
/// an entity with a system. `None` for any other event. A case that came before is there already,
/// or waits; one that was given up is tried again under its id.
pub(in crate::store) fn insert(
    db: &Database,
    event: &Event,
    told: &Told,
    hold: Hold,
) -> Result<Option<Statement>> {
    if !matches!(told.kind, EventType::Received | EventType::Transferred) {
        return Ok(None);
    }
    let sql = "INSERT INTO system_creations
                      (id, entity, participation, sequence, at, since, next_at, due_at)
               SELECT lower(hex(randomblob(16))), entity, :participation, :sequence, :at, :at,
                      :next_at, CASE is_on WHEN 1 THEN :due_at END
               FROM systems WHERE entity = :entity
               ON CONFLICT (participation, entity) DO UPDATE
               SET sequence = excluded.sequence, at = excluded.at, since = excluded.since,
                   queued = 0, failures = 0, status = NULL, reason = NULL, outcome = NULL,
                   next_at = excluded.next_at, due_at = excluded.due_at
               WHERE outcome = 'failed'";
    let wait = i64::from(event_type::wait(event.change.deed.verb(), hold));
    let values = [
        ("participation", event.reference.digits().into()),
        ("sequence", event.sequence.into()),
        ("at", event.at.into()),
        // A second more, since `later` cuts off fractions.
        ("next_at", later(event.at, wait + 1).into()),
        ("due_at", later(event.at, wait + PATIENCE).into()),
        ("entity", told.snapshot.entity.as_str().into()),
    ];
    statement(db, sql, values).map(Some)
}

/// Returns the statement that deletes the creation for an event that was undone before any attempt.
pub(in crate::store) fn take_back(
    db: &Database,
    reference: Reference,
    sequence: u32,
) -> Result<Statement> {
    let sql = "DELETE FROM system_creations
               WHERE participation = :participation AND sequence = :sequence AND attempts = 0";
    let values = [("participation", reference.digits().into()), ("sequence", sequence.into())];
    statement(db, sql, values)
}

/// Creation that goes into the queue for the first time.
#[derive(Deserialize)]
pub(crate) struct New {
    pub(crate) id: CreationId,
    next_at: Option<Timestamp>,
}

impl New {
    /// Returns the seconds after which it may be taken.
    pub(crate) fn wait(&self, now: Timestamp) -> u32 {
        // A second less, which `take` allows.
        let seconds = self.next_at.map_or(0, |next| next.as_second() - now.as_second() - 1);
        u32::try_from(seconds).unwrap_or(0)
    }
}

/// Marks the creations of these cases as queued, and returns those that weren't.
pub(crate) async fn claim(db: &Database, references: &[Reference]) -> Result<Vec<New>> {
    let sql = "UPDATE system_creations SET queued = 1
               WHERE participation IN (SELECT value FROM json_each(:references)) AND queued = 0
               RETURNING id, next_at";
    let references: Vec<_> = references.iter().map(Reference::digits).collect();
    statement(db, sql, [("references", list(&references)?.into())])?.run().await?.results()
}

/// Returns creations that should have an outcome by now, or another attempt behind them, in systems
/// that are on and don't rest: `for_each` of an entity at most.
pub(crate) async fn due(
    db: &Database,
    now: Timestamp,
    [for_each, at_most]: [u32; 2],
) -> Result<Vec<CreationId>> {
    #[derive(Deserialize)]
    struct Row {
        id: CreationId,
    }
    let sql = "SELECT c.id FROM systems s
               CROSS JOIN system_creations c
               WHERE s.is_on = 1 AND (s.rests_until IS NULL OR s.rests_until <= :now)
               AND c.id IN (SELECT id FROM system_creations
                            WHERE entity = s.entity AND due_at <= :now
                            ORDER BY due_at LIMIT :for_each)
               ORDER BY c.due_at LIMIT :limit";
    let values = [("now", now.into()), ("for_each", for_each.into()), ("limit", at_most.into())];
    let rows = statement(db, sql, values)?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.id).collect())
}

/// Records that creations are in the queue again.
pub(crate) async fn postpone(db: &Database, ids: &[CreationId], now: Timestamp) -> Result<()> {
    let sql = "UPDATE system_creations SET due_at = :due_at, queued = 1
               WHERE id IN (SELECT value FROM json_each(:ids)) AND outcome IS NULL";
    let values = [("ids", list(ids)?.into()), ("due_at", later(now, PATIENCE).into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Creation that is locked for an attempt, with its case and the system of its entity.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) id: CreationId,
    pub(crate) entity: Slug,
    pub(crate) reference: Reference,
    pub(crate) since: Timestamp,
    pub(crate) failures: u32,
    kind: Kind,
    channel: Channel,
    language: String,
    service: Option<Slug>,
    received_at: Timestamp,
    text: Option<String>,
    is_ours: u8,
    next_at: Option<Timestamp>,
    pub(crate) failing_since: Option<Timestamp>,
    rests_until: Option<Timestamp>,
    template: String,
    secret: Option<String>,
    secret_key: Option<String>,
}

impl Row {
    /// Returns the facts of the case; `None` if it was erased, withdrawn or merged, or went to
    /// another entity.
    pub(crate) fn facts(&self, link: String) -> Option<Facts> {
        (self.is_ours == 1).then(|| Facts {
            id: self.id.clone(),
            reference: self.reference,
            entity: self.entity.clone(),
            kind: self.kind,
            channel: self.channel,
            language: self.language.clone(),
            service: self.service.clone(),
            received_at: self.received_at,
            link,
            text: self.text.clone().unwrap_or_default(),
        })
    }

    /// Returns the template of the system.
    pub(crate) fn template(&self) -> Result<SystemTemplate> {
        systems::read_template(&self.template)
    }

    /// Returns the secret of the system, sealed.
    pub(crate) fn secret(&self) -> Option<Sealed> {
        Sealed::read(self.secret.clone(), self.secret_key.clone())
    }
}

/// Result of locking a creation.
pub(crate) enum Take {
    Ours(Box<Row>),
    /// Another consumer has the lock.
    Taken,
    /// The time of the next attempt has yet to come.
    Early(Timestamp),
    /// The system fails, and rests until then at most.
    Rests(Timestamp),
    /// It has an outcome or was deleted, or its system is off.
    Done,
}

/// Locks a creation for an attempt until `until`, if its time has come. A system that fails takes
/// one creation at a time, and rests between them: one that hangs would hold up all others.
pub(crate) async fn take(
    db: &Database,
    id: &CreationId,
    [now, until]: [Timestamp; 2],
) -> Result<Take> {
    let take = "UPDATE system_creations SET taken_until = :until
                WHERE id = :id AND outcome IS NULL AND (next_at IS NULL OR next_at <= :soon)
                AND (taken_until IS NULL OR taken_until <= :now)
                AND EXISTS (SELECT 1 FROM systems s
                            WHERE s.entity = system_creations.entity AND s.is_on = 1
                            AND (s.rests_until IS NULL OR s.rests_until <= :now))
                RETURNING id";
    // The others wait for the one that was just locked.
    let probe = "UPDATE systems SET rests_until = :until
                 WHERE failing_since IS NOT NULL AND (rests_until IS NULL OR rests_until <= :now)
                 AND entity = (SELECT entity FROM system_creations
                               WHERE id = :id AND taken_until = :until)";
    let read = format!(
        "SELECT c.id, c.entity, p.reference, c.since, c.failures, p.kind, p.channel,
                       p.language, CASE WHEN p.entity = c.entity THEN p.service END AS service,
                       p.received_at, p.text,
                       {IS_OURS} AS is_ours, c.next_at, s.failing_since, s.rests_until,
                       s.template, s.secret, s.secret_key
                FROM system_creations c
                CROSS JOIN systems s ON s.entity = c.entity AND s.is_on = 1
                CROSS JOIN participations p ON p.reference = c.participation
                WHERE c.id = :id AND c.outcome IS NULL"
    );
    // Times of attempts have no fractions.
    let soon = later(now, 1);
    let lock = [
        ("id", id.as_str().into()),
        ("now", now.into()),
        ("soon", soon.into()),
        ("until", until.into()),
    ];
    let one = [("id", id.as_str().into()), ("now", now.into()), ("until", until.into())];
    let statements = vec![
        statement(db, take, lock)?,
        statement(db, probe, one)?,
        statement(db, &read, [("id", id.as_str().into())])?,
    ];
    let results = db.batch(statements).await?;
    let [taken, _, row] = &results[..] else { return Err(unreadable("a case to create")) };
    let is_locked = !taken.results::<serde::de::IgnoredAny>()?.is_empty();
    let row: Option<Row> = row.results()?.pop();
    Ok(match row {
        None => Take::Done,
        Some(row) if is_locked => Take::Ours(Box::new(row)),
        Some(Row { next_at: Some(next), .. }) if next > soon => Take::Early(next),
        Some(Row { rests_until: Some(rests), .. }) if rests > now => {
            // Its message is alive, so no job need queue it again.
            postpone(db, slice::from_ref(id), now).await?;
            Take::Rests(rests)
        }
        Some(_) => Take::Taken,
    })
}

/// Answer to an attempt.
pub(crate) struct Attempted {
    /// Status code, if there was an answer.
    pub(crate) status: Option<u16>,
    /// Reason for a failure, or why no id was stored.
    pub(crate) reason: Option<String>,
    /// True if the case is there.
    pub(crate) is_created: bool,
    /// Id under which it is known there.
    pub(crate) outside_id: Option<String>,
}

/// Returns the statement that records an attempt. `next` is the time of the next one if it failed
/// and isn't the last. A case that was created is so, even if it was given up meanwhile.
pub(crate) fn record(
    db: &Database,
    row: &Row,
    attempted: &Attempted,
    next: Option<Timestamp>,
) -> Result<Statement> {
    let sql = "UPDATE system_creations
               SET attempts = attempts + 1, failures = failures + (:outcome IS NOT 'created'),
                   status = :status, reason = :reason, outcome = :outcome,
                   outside_id = :outside_id, next_at = :next_at, due_at = :due_at,
                   taken_until = NULL
               WHERE id = :id AND CASE WHEN :outcome IS 'created' THEN outcome IS NOT 'created'
                                  ELSE outcome IS NULL END";
    let outcome = match (attempted.is_created, next) {
        (true, _) => Some("created"),
        (false, None) => Some("failed"),
        (false, Some(_)) => None,
    };
    let values = [
        ("id", row.id.as_str().into()),
        ("status", attempted.status.map(u32::from).into()),
        ("reason", attempted.reason.as_ref().into()),
        ("outcome", outcome.into()),
        ("outside_id", attempted.outside_id.as_ref().into()),
        ("next_at", next.into()),
        ("due_at", next.map(|next| later(next, PATIENCE)).into()),
    ];
    statement(db, sql, values)
}

/// Deletes a creation whose case was erased, or was withdrawn, merged or transferred too long ago
/// for an undo to bring it back. If neither is so, it stays, and a job queues it again. A system
/// that fails waits for another to try it.
pub(crate) async fn drop(db: &Database, row: &Row, now: Timestamp) -> Result<()> {
    let sql = format!(
        "DELETE FROM system_creations AS c
         WHERE id = :id AND outcome IS NULL
         AND NOT EXISTS (SELECT 1 FROM participations p
                         WHERE p.reference = c.participation AND p.erased_at IS NULL
                         AND ({IS_OURS} OR p.updated_at > :then))"
    );
    let values = [("id", row.id.as_str().into()), ("then", later(now, -PATIENCE).into())];
    db.batch(vec![statement(db, &sql, values)?, systems::wake(db, &row.entity)?]).await?;
    Ok(())
}

/// Returns the statement that makes waiting creations of an entity due, after its system was
/// described anew and is on. They are tried as long as new ones. One whose event can still be
/// undone waits for its time. While the system is off, no job reads them.
pub(crate) fn hasten(
    db: &Database,
    entity: &Slug,
    is_on: bool,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "UPDATE system_creations
               SET since = :now, failures = 0,
                   next_at = CASE WHEN attempts > 0 THEN min(next_at, :now) ELSE next_at END,
                   due_at = CASE WHEN :is_on = 0 THEN NULL
                                 WHEN attempts > 0 THEN :now ELSE next_at END
               WHERE entity = :entity AND outcome IS NULL";
    let values = [
        ("entity", entity.as_str().into()),
        ("is_on", u32::from(is_on).into()),
        ("now", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that gives up what waits for the system of an entity. An attempt on its
/// way keeps its lock, so that a replay waits for what comes of it.
pub(crate) fn give_up(db: &Database, entity: &Slug) -> Result<Statement> {
    let sql = "UPDATE system_creations
               SET outcome = 'failed', reason = 'the system was removed', next_at = NULL,
                   due_at = NULL
               WHERE entity = :entity AND outcome IS NULL";
    statement(db, sql, [("entity", entity.as_str().into())])
}

/// Numbers of creations of an entity.
#[derive(Clone, Copy, Default, Deserialize)]
pub(crate) struct Counts {
    pub(crate) waiting: u32,
    pub(crate) failed: u32,
}

/// Counts the creations of an entity that wait and that were given up.
pub(crate) async fn counts(db: &Database, entity: &Slug) -> Result<Counts> {
    let sql = "SELECT (SELECT COUNT(*) FROM system_creations
                       WHERE entity = :entity AND outcome IS NULL) AS waiting,
                      (SELECT COUNT(*) FROM system_creations
                       WHERE entity = :entity AND outcome = 'failed') AS failed
               FROM systems WHERE entity = :entity";
    let counts = statement(db, sql, [("entity", entity.as_str().into())])?.first().await?;
    Ok(counts.unwrap_or_default())
}

/// Returns the latest creations that were given up, and then the latest of all others.
pub(crate) async fn of(db: &Database, entity: &Slug, at_most: u32) -> Result<Vec<SystemCase>> {
    const COLUMNS: &str =
        "id, participation AS reference, at, status, reason, outside_id, attempts,
                           next_at AS next_attempt,
                           CASE outcome WHEN 'created' THEN 'delivered' WHEN 'failed' THEN 'failed'
                           ELSE 'waiting' END AS state";
    let list = |condition: &str| {
        let sql = format!(
            "SELECT {COLUMNS} FROM system_creations WHERE entity = :entity {condition}
             ORDER BY at DESC LIMIT :limit"
        );
        statement(db, &sql, [("entity", entity.as_str().into()), ("limit", at_most.into())])
    };
    let statements = vec![list("AND outcome = 'failed'")?, list("AND outcome IS NOT 'failed'")?];
    let mut cases = Vec::new();
    for results in db.batch(statements).await? {
        cases.extend(results.results::<SystemCase>()?);
    }
    Ok(cases)
}

/// Lets a creation that was given up be tried again, under its id, and returns whether it is. A
/// system that fails and rests is looked at once more.
pub(crate) async fn replay(
    db: &Database,
    entity: &Slug,
    id: &CreationId,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE system_creations
               SET outcome = NULL, failures = 0, since = :now, next_at = :now, due_at = :due_at,
                   queued = 1
               WHERE id = :id AND entity = :entity AND outcome = 'failed'";
    let values = [
        ("id", id.as_str().into()),
        ("entity", entity.as_str().into()),
        ("now", now.into()),
        ("due_at", later(now, PATIENCE).into()),
    ];
    let is_replayed = statement(db, sql, values)?.run().await?.changes() == 1;
    if is_replayed {
        systems::wake(db, entity)?.run().await?;
    }
    Ok(is_replayed)
}

/// Returns whether a creation of an entity has its outcome; `None` if there is no such creation.
pub(crate) async fn is_settled(
    db: &Database,
    entity: &Slug,
    id: &CreationId,
) -> Result<Option<bool>> {
    #[derive(Deserialize)]
    struct Row {
        is_settled: u8,
    }
    let sql = "SELECT outcome IS NOT NULL AS is_settled FROM system_creations
               WHERE id = :id AND entity = :entity";
    let values = [("id", id.as_str().into()), ("entity", entity.as_str().into())];
    let row = statement(db, sql, values)?.first::<Row>().await?;
    Ok(row.map(|row| row.is_settled == 1))
}
