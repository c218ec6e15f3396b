//! Messages to webhooks: an outbox of events, and the log of their delivery.

use domain::{
    Timestamp,
    case::event::Event,
    entity::hold::Hold,
    reference::Reference,
    slug::Slug,
    webhook::{
        DeliveryId, WebhookId,
        event_type::{self, EventType},
        retry::{Attempt, Health, Off},
        snapshot::Told,
    },
    wire::console::WebhookDelivery,
};
use serde::Deserialize;

use super::webhooks;
use crate::{
    crypto::seal::Sealed,
    platform::clock::later,
    store::{Database, Result, Statement, StoreError, list, statement, unreadable},
};

/// Seconds after which a job queues a message that was lost on its way into the queue.
const PATIENCE: i64 = 10 * 60;

/// Returns the statement that inserts a message for each webhook that subscribes to an event, in
/// the batch of the event. None goes out while the event's actor may undo it.
pub(in crate::store) fn insert(
    db: &Database,
    event: &Event,
    told: &Told,
    hold: Hold,
) -> Result<Statement> {
    let sql = "INSERT INTO webhook_deliveries
                      (id, webhook, type, participation, sequence, snapshot, at, since, next_at,
                       due_at)
               SELECT lower(hex(randomblob(16))), w.id, :type, :participation, :sequence,
                      :snapshot, :at, :at, :next_at, :due_at
               FROM json_each(:entities) e CROSS JOIN webhooks w ON w.entity = e.value
               WHERE w.off IS NULL AND EXISTS (
                   SELECT 1 FROM json_each(w.types) t WHERE t.value = :type)";
    let entities: Vec<_> = told.entities.iter().map(Slug::as_str).collect();
    let snapshot = serde_json::to_string(&told.snapshot)
        .map_err(|error| StoreError::Other(error.to_string()))?;
    let wait = i64::from(event_type::wait(event.change.deed.verb(), hold));
    let values = [
        ("type", told.kind.as_str().into()),
        ("participation", event.reference.digits().into()),
        ("sequence", event.sequence.into()),
        ("snapshot", snapshot.into()),
        ("at", event.at.into()),
        // A second more, since `later` cuts off fractions.
        ("next_at", later(event.at, wait + 1).into()),
        ("due_at", later(event.at, wait + PATIENCE).into()),
        ("entities", list(&entities)?.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that deletes the messages about an event that was undone before they
/// went out.
pub(in crate::store) fn take_back(
    db: &Database,
    reference: Reference,
    sequence: u32,
) -> Result<Statement> {
    let sql = "DELETE FROM webhook_deliveries
               WHERE participation = :participation AND sequence = :sequence AND attempts = 0";
    let values = [("participation", reference.digits().into()), ("sequence", sequence.into())];
    statement(db, sql, values)
}

/// Inserts a test event.
pub(crate) async fn insert_test(
    db: &Database,
    (id, webhook): (&DeliveryId, &WebhookId),
    now: Timestamp,
) -> Result<()> {
    let sql = "INSERT INTO webhook_deliveries (id, webhook, at, since, next_at, due_at, queued)
               VALUES (:id, :webhook, :at, :since, :next_at, :due_at, 1)";
    let values = [
        ("id", id.as_str().into()),
        ("webhook", webhook.as_str().into()),
        ("at", now.into()),
        ("since", now.into()),
        ("next_at", now.into()),
        ("due_at", later(now, PATIENCE).into()),
    ];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Message that goes into the queue for the first time.
#[derive(Deserialize)]
pub(crate) struct New {
    pub(crate) id: DeliveryId,
    next_at: Option<Timestamp>,
}

impl New {
    /// Returns the seconds after which the message may be taken.
    pub(crate) fn wait(&self, now: Timestamp) -> u32 {
        // A second less, which `take` allows.
        let seconds = self.next_at.map_or(0, |next| next.as_second() - now.as_second() - 1);
        u32::try_from(seconds).unwrap_or(0)
    }
}

/// Marks the messages about these participations as queued, and returns those that weren't.
pub(crate) async fn claim(db: &Database, references: &[Reference]) -> Result<Vec<New>> {
    let sql = "UPDATE webhook_deliveries SET queued = 1
               WHERE participation IN (SELECT value FROM json_each(:references)) AND queued = 0
               RETURNING id, next_at";
    let references: Vec<_> = references.iter().map(Reference::digits).collect();
    statement(db, sql, [("references", list(&references)?.into())])?.run().await?.results()
}

/// Returns the ids of messages that should have an outcome by now, or another attempt behind them.
pub(crate) async fn due(db: &Database, now: Timestamp, at_most: u32) -> Result<Vec<DeliveryId>> {
    #[derive(Deserialize)]
    struct Row {
        id: DeliveryId,
    }
    let sql = "SELECT id FROM webhook_deliveries WHERE due_at <= :now ORDER BY due_at LIMIT :limit";
    let rows = statement(db, sql, [("now", now.into()), ("limit", at_most.into())])?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.id).collect())
}

/// Records that messages are in the queue again.
pub(crate) async fn postpone(db: &Database, ids: &[DeliveryId], now: Timestamp) -> Result<()> {
    let sql = "UPDATE webhook_deliveries SET due_at = :due_at, queued = 1
               WHERE id IN (SELECT value FROM json_each(:ids)) AND outcome IS NULL";
    let values = [("ids", list(ids)?.into()), ("due_at", later(now, PATIENCE).into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Message that is locked for an attempt, with its webhook.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) id: DeliveryId,
    #[serde(rename = "type")]
    pub(crate) kind: Option<EventType>,
    pub(crate) snapshot: Option<String>,
    pub(crate) received_at: Option<Timestamp>,
    pub(crate) at: Timestamp,
    pub(crate) since: Timestamp,
    pub(crate) failures: u32,
    pub(crate) webhook: WebhookId,
    pub(crate) entity: Slug,
    pub(crate) url: String,
    secret: String,
    secret_key: String,
    former_secret: Option<String>,
    former_secret_key: Option<String>,
    former_until: Option<Timestamp>,
    failing_since: Option<Timestamp>,
    off: Option<Off>,
    next_at: Option<Timestamp>,
}

impl Row {
    /// Returns the present secret.
    pub(crate) fn secret(&self) -> Sealed {
        Sealed { key: self.secret_key.clone(), text: self.secret.clone() }
    }

    /// Returns the former secret, if it still signs at `now`.
    pub(crate) fn former_secret(&self, now: Timestamp) -> Option<Sealed> {
        self.former_until.filter(|until| now < *until)?;
        Sealed::read(self.former_secret.clone(), self.former_secret_key.clone())
    }

    /// Returns the health of the endpoint.
    pub(crate) const fn health(&self) -> Health {
        Health { failing_since: self.failing_since, off: self.off }
    }
}

/// Result of locking a message.
pub(crate) enum Take {
    Ours(Box<Row>),
    /// Another consumer has the lock.
    Taken,
    /// The time of the next attempt has yet to come.
    Early(Timestamp),
    /// The message has an outcome, or was deleted.
    Done,
}

/// Locks a message for an attempt until `until`, if its time has come.
pub(crate) async fn take(
    db: &Database,
    id: &DeliveryId,
    [now, until]: [Timestamp; 2],
) -> Result<Take> {
    let take = "UPDATE webhook_deliveries SET taken_until = :until
                WHERE id = :id AND outcome IS NULL AND (next_at IS NULL OR next_at <= :soon)
                AND (taken_until IS NULL OR taken_until <= :now) RETURNING id";
    let read = "SELECT d.id, d.type, d.snapshot, p.received_at, d.at, d.since, d.failures,
                       d.webhook, w.entity, w.url, w.secret, w.secret_key, w.former_secret,
                       w.former_secret_key, w.former_until, w.failing_since, w.off,
                       d.next_at
                FROM webhook_deliveries d CROSS JOIN webhooks w ON w.id = d.webhook
                LEFT JOIN participations p ON p.reference = d.participation
                WHERE d.id = :id AND d.outcome IS NULL";
    // Times of attempts have no fractions.
    let soon = later(now, 1);
    let lock = [
        ("id", id.as_str().into()),
        ("now", now.into()),
        ("soon", soon.into()),
        ("until", until.into()),
    ];
    let results = db
        .batch(vec![statement(db, take, lock)?, statement(db, read, [("id", id.as_str().into())])?])
        .await?;
    let [taken, row] = &results[..] else { return Err(unreadable("a message to a webhook")) };
    let is_ours = !taken.results::<serde::de::IgnoredAny>()?.is_empty();
    let row: Option<Row> = row.results()?.pop();
    Ok(match row {
        None => Take::Done,
        Some(row) if is_ours => Take::Ours(Box::new(row)),
        Some(Row { next_at: Some(next), .. }) if next > soon => Take::Early(next),
        Some(_) => Take::Taken,
    })
}

/// Answer to an attempt: a status code, or a short reason why there was none.
pub(crate) type Answer = std::result::Result<u16, String>;

/// Returns the statements that record an attempt, and the endpoint's health after it. `next` is
/// the time of the next attempt if it failed and isn't the last.
pub(crate) fn record(
    db: &Database,
    row: &Row,
    (attempt, answer): (Attempt, &Answer),
    (health, next): (Health, Option<Timestamp>),
    now: Timestamp,
) -> Result<Vec<Statement>> {
    let sql = "UPDATE webhook_deliveries
               SET attempts = attempts + 1, failures = failures + (:outcome IS NOT 'delivered'),
                   status = :status, reason = :reason, outcome = :outcome, settled_at = :settled_at,
                   next_at = :next_at, due_at = :due_at, taken_until = NULL
               WHERE id = :id AND outcome IS NULL";
    let outcome = match (attempt, next) {
        (Attempt::Taken, _) => Some("delivered"),
        (_, None) => Some("failed"),
        (_, Some(_)) => None,
    };
    let values = [
        ("id", row.id.as_str().into()),
        ("status", answer.as_ref().ok().map(|status| u32::from(*status)).into()),
        ("reason", answer.as_ref().err().into()),
        ("outcome", outcome.into()),
        ("settled_at", outcome.map(|_| now).into()),
        ("next_at", next.into()),
        ("due_at", next.map(|next| later(next, PATIENCE)).into()),
    ];
    let mut statements = vec![statement(db, sql, values)?];
    if health != row.health() {
        statements.push(webhooks::record(db, &row.webhook, health)?);
    }
    if health.off.is_some() {
        statements.push(give_up(db, &row.webhook, now)?);
    } else if outcome == Some("failed") {
        statements.push(webhooks::rest(db, &row.webhook)?);
    }
    Ok(statements)
}

/// Returns the statement that gives up all messages that wait for a webhook.
pub(crate) fn give_up(db: &Database, webhook: &WebhookId, now: Timestamp) -> Result<Statement> {
    let sql = "UPDATE webhook_deliveries
               SET outcome = 'failed', settled_at = :now, next_at = NULL, due_at = NULL,
                   taken_until = NULL
               WHERE webhook = :webhook AND outcome IS NULL";
    statement(db, sql, [("webhook", webhook.as_str().into()), ("now", now.into())])
}

/// Returns the latest messages to a webhook.
pub(crate) async fn of(
    db: &Database,
    webhook: &WebhookId,
    at_most: u32,
) -> Result<Vec<WebhookDelivery>> {
    let sql = "SELECT id, coalesce(type, 'webhook.test') AS type, participation AS reference, at,
                      coalesce(outcome, 'waiting') AS state, status, reason, attempts,
                      next_at AS next_attempt
               FROM webhook_deliveries WHERE webhook = :webhook ORDER BY at DESC LIMIT :limit";
    let values = [("webhook", webhook.as_str().into()), ("limit", at_most.into())];
    statement(db, sql, values)?.run().await?.results()
}

/// Returns whether a webhook has a message.
pub(crate) async fn has(db: &Database, webhook: &WebhookId, id: &DeliveryId) -> Result<bool> {
    let sql = "SELECT id FROM webhook_deliveries WHERE id = :id AND webhook = :webhook";
    let values = [("id", id.as_str().into()), ("webhook", webhook.as_str().into())];
    Ok(statement(db, sql, values)?.first::<serde::de::IgnoredAny>().await?.is_some())
}

/// Lets a message that has an outcome be sent again, under its id, and returns whether it is.
pub(crate) async fn replay(
    db: &Database,
    webhook: &WebhookId,
    id: &DeliveryId,
    now: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE webhook_deliveries
               SET outcome = NULL, settled_at = NULL, failures = 0, since = :now, next_at = :now,
                   due_at = :due_at, queued = 1
               WHERE id = :id AND webhook = :webhook AND outcome IS NOT NULL";
    let values = [
        ("id", id.as_str().into()),
        ("webhook", webhook.as_str().into()),
        ("now", now.into()),
        ("due_at", later(now, PATIENCE).into()),
    ];
    Ok(statement(db, sql, values)?.run().await?.changes() == 1)
}

/// Deletes messages that got their outcome before `then`, and returns their number.
pub(crate) async fn forget_before(db: &Database, then: Timestamp) -> Result<usize> {
    let sql = "DELETE FROM webhook_deliveries WHERE settled_at < :then";
    Ok(statement(db, sql, [("then", then.into())])?.run().await?.changes())
}
