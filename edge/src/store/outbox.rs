//! Outbox of notices, and their outcomes.

use domain::{
    Timestamp,
    notice::{Notice, NoticeKind},
    reference::Reference,
};
use serde::Deserialize;

use super::{Database, Result, Statement, statement, unreadable};
use crate::crypto::seal::Sealed;

/// Final outcome of a notice.
#[derive(Clone, Copy)]
pub(crate) enum Outcome {
    Delivered,
    /// No endpoint is configured.
    Held,
    /// All attempts failed.
    Dead,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Held => "held",
            Self::Dead => "dead",
        }
    }
}

/// Notice that is locked for delivery.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) reference: Reference,
    template: String,
    pub(crate) failures: u32,
    pub(crate) created_at: Timestamp,
    pub(crate) entity: String,
    pub(crate) language: String,
    pub(crate) first_response_due: Timestamp,
    pub(crate) resolution_due: Timestamp,
    contact: String,
    contact_key: String,
}

impl Row {
    pub(crate) fn template(&self) -> Result<NoticeKind> {
        NoticeKind::named(&self.template).ok_or_else(|| unreadable("a template"))
    }

    pub(crate) fn contact(&self) -> Sealed {
        Sealed { key: self.contact_key.clone(), text: self.contact.clone() }
    }
}

/// Result of locking a notice.
pub(crate) enum Take {
    Ours(Box<Row>),
    /// Another consumer has the lock.
    Taken,
    /// The notice is settled, or deleted with its participation.
    Done,
}

/// Returns the statement that inserts a notice, in the batch of the change that it reports. If it
/// isn't settled by `due`, the cron job queues it again. It goes to the participation's contact, or
/// to `to`.
pub(crate) fn insert(
    db: &Database,
    notice: &Notice,
    to: Option<&Sealed>,
    [now, due]: [Timestamp; 2],
) -> Result<Statement> {
    let sql = "INSERT INTO outbox (id, participation, template, created_at, due_at, to_contact,
                                   to_contact_key)
               VALUES (:id, :participation, :template, :created_at, :due_at, :to_contact,
                       :to_contact_key)";
    let values = [
        ("id", (&notice.id).into()),
        ("participation", notice.reference.digits().into()),
        ("template", notice.template.as_str().into()),
        ("created_at", now.into()),
        ("due_at", due.into()),
        ("to_contact", to.map(|sealed| &sealed.text).into()),
        ("to_contact_key", to.map(|sealed| &sealed.key).into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that deletes notices of a kind that weren't sent yet.
pub(crate) fn take_back(
    db: &Database,
    reference: Reference,
    kind: NoticeKind,
) -> Result<Statement> {
    let sql = "DELETE FROM outbox
               WHERE participation = :participation AND template = :template AND outcome IS NULL";
    let values = [("participation", reference.digits().into()), ("template", kind.as_str().into())];
    statement(db, sql, values)
}

/// Locks a notice for delivery until `until`.
pub(crate) async fn take(db: &Database, id: &str, [now, until]: [Timestamp; 2]) -> Result<Take> {
    let take = "UPDATE outbox SET taken_until = :until
                WHERE id = :id AND outcome IS NULL
                AND (taken_until IS NULL OR taken_until <= :now) RETURNING id";
    let read = "SELECT reference, template, failures, created_at, entity, language,
                first_response_due, resolution_due, coalesce(to_contact, contact) AS contact,
                coalesce(to_contact_key, contact_key) AS contact_key
                FROM outbox JOIN participations ON reference = participation
                WHERE id = :id AND outcome IS NULL AND contact IS NOT NULL";
    let results = db
        .batch(vec![
            statement(db, take, [("id", id.into()), ("now", now.into()), ("until", until.into())])?,
            statement(db, read, [("id", id.into())])?,
        ])
        .await?;
    let [taken, row] = &results[..] else { return Err(unreadable("a notice")) };
    let is_ours = !taken.results::<serde::de::IgnoredAny>()?.is_empty();
    Ok(match row.results()?.pop() {
        None => Take::Done,
        Some(row) if is_ours => Take::Ours(Box::new(row)),
        Some(_) => Take::Taken,
    })
}

/// Records the final outcome of a notice, unless it has one.
pub(crate) async fn settle(
    db: &Database,
    id: &str,
    outcome: Outcome,
    now: Timestamp,
) -> Result<()> {
    let sql = "UPDATE outbox SET outcome = :outcome, settled_at = :settled_at, due_at = NULL,
               taken_until = NULL,
               to_contact = CASE WHEN :outcome <> 'delivered' THEN to_contact END,
               to_contact_key = CASE WHEN :outcome <> 'delivered' THEN to_contact_key END
               WHERE id = :id AND outcome IS NULL";
    statement(
        db,
        sql,
        [("id", id.into()), ("outcome", outcome.as_str().into()), ("settled_at", now.into())],
    )?
    .run()
    .await?;
    Ok(())
}

/// Records a failed attempt. If no other attempt settles the notice by `due`, the cron job queues
/// it again.
pub(crate) async fn fail(db: &Database, id: &str, reason: &str, due: Timestamp) -> Result<()> {
    let sql = "UPDATE outbox SET failures = failures + 1, failed_of = :reason, due_at = :due_at,
               taken_until = NULL WHERE id = :id AND outcome IS NULL";
    statement(db, sql, [("id", id.into()), ("reason", reason.into()), ("due_at", due.into())])?
        .run()
        .await?;
    Ok(())
}

/// Returns the ids of notices that should have been settled by now.
pub(crate) async fn due(db: &Database, now: Timestamp, at_most: u32) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    let sql = "SELECT id FROM outbox WHERE due_at <= :now ORDER BY due_at LIMIT :limit";
    let rows = statement(db, sql, [("now", now.into()), ("limit", at_most.into())])?.run().await?;
    Ok(rows.results::<Id>()?.into_iter().map(|row| row.id).collect())
}

/// Records that notices are in the queue again. `ids` is a JSON list.
pub(crate) async fn postpone(db: &Database, ids: &str, due: Timestamp) -> Result<()> {
    let sql = "UPDATE outbox SET due_at = :due_at
               WHERE outcome IS NULL AND id IN (SELECT value FROM json_each(:ids))";
    statement(db, sql, [("ids", ids.into()), ("due_at", due.into())])?.run().await?;
    Ok(())
}

/// Deletes notices that were delivered before `then`, and returns their number.
pub(crate) async fn forget_before(db: &Database, then: Timestamp) -> Result<usize> {
    let sql = "DELETE FROM outbox WHERE outcome = 'delivered' AND settled_at < :then";
    Ok(statement(db, sql, [("then", then.into())])?.run().await?.changes())
}
