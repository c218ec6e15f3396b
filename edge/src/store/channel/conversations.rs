//! Conversations, each under the code of its address.

use domain::{Timestamp, intake::channel::Channel};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, Statement, list, other_key::SealedColumn, statement},
};

#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) channel: Channel,
    address: String,
    address_key: String,
    state: Option<String>,
    state_key: Option<String>,
    pub(crate) version: u32,
    pub(crate) heard_at: Option<Timestamp>,
}

impl Row {
    /// Returns the sealed address.
    pub(crate) fn address(&self) -> Sealed {
        Sealed { text: self.address.clone(), key: self.address_key.clone() }
    }

    /// Returns the sealed state; `None` if no conversation is under way.
    pub(crate) fn state(&self) -> Option<Sealed> {
        Sealed::read(self.state.clone(), self.state_key.clone())
    }
}

/// New content of a conversation's row.
pub(crate) struct Written<'a> {
    pub(crate) id: &'a str,
    pub(crate) channel: Channel,
    pub(crate) code: &'a str,
    pub(crate) address: &'a Sealed,
    pub(crate) state: Option<&'a Sealed>,
    /// Version that was read; 0 for a new row.
    pub(crate) version: u32,
    pub(crate) heard_at: Option<Timestamp>,
    pub(crate) wake_at: Timestamp,
}

const COLUMNS: &str = "id, channel, address, address_key, state, state_key, version, heard_at";

/// Returns the conversation with an address, whose code is one of `codes`.
pub(crate) async fn find(db: &Database, channel: Channel, codes: &[String]) -> Result<Option<Row>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM conversations WHERE channel = :channel
         AND address_code IN (SELECT value FROM json_each(:codes)) LIMIT 1"
    );
    let values = [("channel", channel.as_str().into()), ("codes", list(codes)?.into())];
    statement(db, &sql, values)?.first().await
}

/// Returns a conversation by its id.
pub(crate) async fn by_id(db: &Database, id: &str) -> Result<Option<Row>> {
    let sql = format!("SELECT {COLUMNS} FROM conversations WHERE id = :id");
    statement(db, &sql, [("id", id.into())])?.first().await
}

/// Returns the statement that writes a conversation. It fails if another writer was first; a row
/// that was deleted meanwhile is inserted again.
pub(crate) fn write(db: &Database, new: &Written<'_>) -> Result<Statement> {
    let sql = "INSERT INTO conversations
                      (id, channel, address_code, address, address_key, state, state_key, version,
                       heard_at, wake_at)
               VALUES (:id, :channel, :address_code, :address, :address_key, :state, :state_key,
                       1 + :version, :heard_at, :wake_at)
               ON CONFLICT (id) DO UPDATE
               SET address_code = excluded.address_code, address = excluded.address,
                   address_key = excluded.address_key, state = excluded.state,
                   state_key = excluded.state_key,
                   version = CASE WHEN version = :version THEN version + 1 END,
                   heard_at = excluded.heard_at, wake_at = excluded.wake_at";
    let values = [
        ("id", new.id.into()),
        ("channel", new.channel.as_str().into()),
        ("address_code", new.code.into()),
        ("address", (&new.address.text).into()),
        ("address_key", (&new.address.key).into()),
        ("state", new.state.map(|sealed| sealed.text.as_str()).into()),
        ("state_key", new.state.map(|sealed| sealed.key.as_str()).into()),
        ("version", new.version.into()),
        ("heard_at", new.heard_at.into()),
        ("wake_at", new.wake_at.into()),
    ];
    statement(db, sql, values)
}

/// Returns whether there is a conversation with this id.
pub(crate) async fn exists(db: &Database, id: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM conversations WHERE id = :id";
    let row: Option<serde::de::IgnoredAny> =
        statement(db, sql, [("id", id.into())])?.first().await?;
    Ok(row.is_some())
}

/// Locks a conversation's answers for a sender until `until`, and returns whether that succeeded.
pub(crate) async fn lock(db: &Database, id: &str, [now, until]: [Timestamp; 2]) -> Result<bool> {
    let sql = "UPDATE conversations SET sending_until = :until
               WHERE id = :id AND (sending_until IS NULL OR sending_until <= :now)";
    let values = [("id", id.into()), ("now", now.into()), ("until", until.into())];
    Ok(statement(db, sql, values)?.run().await?.changes() > 0)
}

/// Releases the lock that was taken until `until`.
pub(crate) async fn unlock(db: &Database, id: &str, until: Timestamp) -> Result<()> {
    let sql = "UPDATE conversations SET sending_until = NULL
               WHERE id = :id AND sending_until = :until";
    statement(db, sql, [("id", id.into()), ("until", until.into())])?.run().await?;
    Ok(())
}

/// Extends the lock that was taken until `before`; false if another sender has it.
pub(crate) async fn keep_lock(
    db: &Database,
    id: &str,
    [before, until]: [Timestamp; 2],
) -> Result<bool> {
    let sql = "UPDATE conversations SET sending_until = :until
               WHERE id = :id AND sending_until = :before";
    let values = [("id", id.into()), ("before", before.into()), ("until", until.into())];
    Ok(statement(db, sql, values)?.run().await?.changes() > 0)
}

/// Returns conversations whose time has come: silence ends them, or their rows are deleted.
pub(crate) async fn awake(
    db: &Database,
    now: Timestamp,
    except: &[String],
    at_most: u32,
) -> Result<Vec<Row>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM conversations WHERE wake_at <= :now
         AND id NOT IN (SELECT value FROM json_each(:except)) ORDER BY wake_at LIMIT :limit"
    );
    let values = [("now", now.into()), ("except", list(except)?.into()), ("limit", at_most.into())];
    statement(db, &sql, values)?.run().await?.results()
}

/// Deletes a conversation that nobody has changed since `version`, with its answers and notices,
/// and puts one off until `later` of which something is still to be sent.
pub(crate) async fn delete(db: &Database, id: &str, version: u32, later: Timestamp) -> Result<()> {
    const UNCHANGED: &str = "(SELECT 1 FROM conversations c WHERE c.id = :id
        AND c.version = :version AND NOT EXISTS
            (SELECT 1 FROM replies WHERE conversation = :id AND due_at IS NOT NULL))";
    let replies = format!("DELETE FROM replies WHERE conversation = :id AND EXISTS {UNCHANGED}");
    let row = format!("DELETE FROM conversations WHERE id = :id AND EXISTS {UNCHANGED}");
    let rest = "UPDATE conversations SET wake_at = :later WHERE id = :id AND version = :version";
    let values = || [("id", id.into()), ("version", version.into())];
    let [id, version] = values();
    db.batch(vec![
        statement(db, &replies, values())?,
        statement(db, &row, values())?,
        statement(db, rest, [id, version, ("later", later.into())])?,
    ])
    .await?;
    Ok(())
}

/// Returns conversations that are sealed under another key than `key`.
pub(crate) async fn sealed_otherwise(
    db: &Database,
    key: &str,
    except: &str,
    at_most: u32,
) -> Result<Vec<Row>> {
    let sealed =
        SealedColumn { table: "conversations", id: "id", key: "address_key", columns: COLUMNS };
    sealed.otherwise(db, key, except, at_most).await
}

/// Replaces the sealed columns of a conversation by the same ones under another key, unless it has
/// changed meanwhile.
pub(crate) fn reseal(
    db: &Database,
    row: &Row,
    code: &str,
    address: &Sealed,
    state: Option<&Sealed>,
) -> Result<Statement> {
    let sql = "UPDATE conversations SET address_code = :code, address = :address,
                      address_key = :address_key, state = :state, state_key = :state_key
               WHERE id = :id AND version = :version";
    let values = [
        ("code", code.into()),
        ("address", (&address.text).into()),
        ("address_key", (&address.key).into()),
        ("state", state.map(|sealed| sealed.text.as_str()).into()),
        ("state_key", state.map(|sealed| sealed.key.as_str()).into()),
        ("id", (&row.id).into()),
        ("version", row.version.into()),
    ];
    statement(db, sql, values)
}
