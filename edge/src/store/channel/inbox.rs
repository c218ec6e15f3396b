//! Messages that webhooks brought, until a conversation takes it, and the messages that were taken.

use std::collections::BTreeSet;

use domain::{Timestamp, intake::channel::Channel};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, Statement, list, statement},
};

/// Messages or statuses of one webhook, sealed.
pub(crate) struct Parcel {
    pub(crate) id: String,
    pub(crate) channel: Channel,
    pub(crate) content: Sealed,
    /// Number of attempts that failed.
    pub(crate) failures: u32,
}

#[derive(Deserialize)]
struct ParcelRow {
    channel: Channel,
    content: String,
    content_key: String,
    failures: u32,
}

/// Stores parcels. A cron job queues those that aren't handled by `due`.
pub(crate) async fn insert(
    db: &Database,
    parcels: &[Parcel],
    [now, due]: [Timestamp; 2],
) -> Result<()> {
    let sql = "INSERT INTO inbox (id, channel, content, content_key, received_at, due_at)
               VALUES (:id, :channel, :content, :content_key, :received_at, :due_at)";
    let insert = |parcel: &Parcel| {
        let values = [
            ("id", (&parcel.id).into()),
            ("channel", parcel.channel.as_str().into()),
            ("content", (&parcel.content.text).into()),
            ("content_key", (&parcel.content.key).into()),
            ("received_at", now.into()),
            ("due_at", due.into()),
        ];
        statement(db, sql, values)
    };
    db.batch(parcels.iter().map(insert).collect::<Result<_>>()?).await?;
    Ok(())
}

/// Returns a parcel that isn't handled yet.
pub(crate) async fn find(db: &Database, id: &str) -> Result<Option<Parcel>> {
    let sql = "SELECT channel, content, content_key, failures FROM inbox WHERE id = :id";
    let row: Option<ParcelRow> = statement(db, sql, [("id", id.into())])?.first().await?;
    Ok(row.map(|row| Parcel {
        id: id.to_owned(),
        channel: row.channel,
        content: Sealed { text: row.content, key: row.content_key },
        failures: row.failures,
    }))
}

/// Counts a failed attempt.
pub(crate) async fn fail(db: &Database, id: &str) -> Result<()> {
    let sql = "UPDATE inbox SET failures = failures + 1 WHERE id = :id";
    statement(db, sql, [("id", id.into())])?.run().await?;
    Ok(())
}

/// Returns the statement that deletes a parcel, in the batch that takes its messages.
pub(crate) fn delete(db: &Database, id: &str) -> Result<Statement> {
    statement(db, "DELETE FROM inbox WHERE id = :id", [("id", id.into())])
}

/// Returns parcels that should have been handled by now, and puts them off until `due`.
pub(crate) async fn take_due(
    db: &Database,
    [now, due]: [Timestamp; 2],
    at_most: u32,
) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
    }
    let sql = "UPDATE inbox SET due_at = :due WHERE id IN
                   (SELECT id FROM inbox WHERE due_at <= :now ORDER BY due_at LIMIT :limit)
               RETURNING id";
    let values = [("now", now.into()), ("due", due.into()), ("limit", at_most.into())];
    let rows = statement(db, sql, values)?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.id).collect())
}

/// Returns those of `ids` that were taken before.
pub(crate) async fn taken(db: &Database, ids: &[String]) -> Result<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
    }
    // `json_each` has an `id` too.
    let sql = "SELECT taken_messages.id FROM json_each(:ids)
               CROSS JOIN taken_messages ON taken_messages.id = value";
    let rows = statement(db, sql, [("ids", list(ids)?.into())])?.run().await?;
    Ok(rows.results::<Row>()?.into_iter().map(|row| row.id).collect())
}

/// Returns the statement that marks messages as taken. It fails if one was taken before.
pub(crate) fn take(db: &Database, ids: &[String], now: Timestamp) -> Result<Statement> {
    let sql = "INSERT INTO taken_messages (id, taken_at)
               SELECT value, :taken_at FROM json_each(:ids)";
    statement(db, sql, [("ids", list(ids)?.into()), ("taken_at", now.into())])
}

/// Returns the statement that marks messages as taken, whether or not they were before.
pub(crate) fn take_again(db: &Database, ids: &[String], now: Timestamp) -> Result<Statement> {
    let sql = "INSERT INTO taken_messages (id, taken_at)
               SELECT value, :taken_at FROM json_each(:ids) WHERE true
               ON CONFLICT (id) DO NOTHING";
    statement(db, sql, [("ids", list(ids)?.into()), ("taken_at", now.into())])
}

/// Forgets messages that were taken before `then`, and returns their number.
pub(crate) async fn forget_taken(db: &Database, then: Timestamp, at_most: u32) -> Result<usize> {
    let sql = "DELETE FROM taken_messages WHERE id IN
                   (SELECT id FROM taken_messages WHERE taken_at < :then LIMIT :limit)";
    let values = [("then", then.into()), ("limit", at_most.into())];
    Ok(statement(db, sql, values)?.run().await?.changes())
}
