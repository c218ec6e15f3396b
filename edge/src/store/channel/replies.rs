//! Next steps of conversations, in order: answers to send, and work such as a submission.

use domain::{Timestamp, channel::whatsapp::inbound::State, reference::Reference};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, Statement, statement},
};

/// New reply.
pub(crate) struct New<'a> {
    pub(crate) id: &'a str,
    pub(crate) conversation: &'a str,
    /// Participation and notice that it delivers, for one that is no answer.
    pub(crate) notice: Option<(Reference, &'a str)>,
    pub(crate) is_work: bool,
    pub(crate) message: &'a Sealed,
    pub(crate) created_at: Timestamp,
    pub(crate) due_at: Timestamp,
}

/// Reply that is still to be sent or done.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    message: String,
    message_key: String,
    pub(crate) failures: u32,
    /// Time before which it isn't tried again.
    pub(crate) not_before: Option<Timestamp>,
    pub(crate) notice: Option<String>,
}

impl Row {
    /// Returns the sealed message.
    pub(crate) fn message(&self) -> Sealed {
        Sealed { text: self.message.clone(), key: self.message_key.clone() }
    }
}

/// Returns the statement that appends a reply to its conversation. A reply with this id isn't
/// inserted again.
pub(crate) fn insert(db: &Database, new: &New<'_>) -> Result<Statement> {
    let sql = "INSERT INTO replies (id, conversation, sequence, participation, notice, is_work,
                                    message, message_key, created_at, due_at)
               SELECT :id, :conversation, coalesce(max(sequence), 0) + 1, :participation, :notice,
                      :is_work, :message, :message_key, :created_at, :due_at
               FROM replies WHERE conversation = :conversation
               ON CONFLICT (id) DO NOTHING";
    let values = [
        ("id", new.id.into()),
        ("conversation", new.conversation.into()),
        ("participation", new.notice.as_ref().map(|(of, _)| of.digits()).into()),
        ("notice", new.notice.map(|(_, notice)| notice).into()),
        ("is_work", u32::from(new.is_work).into()),
        ("message", (&new.message.text).into()),
        ("message_key", (&new.message.key).into()),
        ("created_at", new.created_at.into()),
        ("due_at", new.due_at.into()),
    ];
    statement(db, sql, values)
}

/// Returns the next reply of a conversation: its earliest work, or its earliest message if there
/// is no work.
pub(crate) async fn next(db: &Database, conversation: &str) -> Result<Option<Row>> {
    let sql = "SELECT id, message, message_key, failures, not_before, notice FROM replies
               WHERE conversation = :conversation AND due_at IS NOT NULL
               ORDER BY is_work DESC, sequence LIMIT 1";
    statement(db, sql, [("conversation", conversation.into())])?.first().await
}

/// Returns the statement that settles work.
pub(crate) fn done(db: &Database, id: &str) -> Result<Statement> {
    let sql = "UPDATE replies SET message = NULL, message_key = NULL, due_at = NULL
               WHERE id = :id";
    statement(db, sql, [("id", id.into())])
}

/// Returns the statement that records that a message was sent, under the hash of the id that later
/// statuses name.
pub(crate) fn sent(
    db: &Database,
    id: &str,
    sent_id: Option<&str>,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "UPDATE replies SET message = NULL, message_key = NULL, due_at = NULL,
                      failed_of = NULL, status = 'sent', status_at = :now, sent_id = :sent_id
               WHERE id = :id";
    let values = [("id", id.into()), ("now", now.into()), ("sent_id", sent_id.into())];
    statement(db, sql, values)
}

/// Records that a message can't be sent.
pub(crate) async fn give_up(db: &Database, id: &str, reason: &str, now: Timestamp) -> Result<()> {
    let sql = "UPDATE replies SET message = NULL, message_key = NULL, due_at = NULL,
                      failures = failures + 1, failed_of = :reason, status = 'failed',
                      status_at = :now
               WHERE id = :id";
    let values = [("id", id.into()), ("reason", reason.into()), ("now", now.into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Records a failed attempt. The next one isn't before `not_before`, and by a cron job from `due`.
pub(crate) async fn fail(
    db: &Database,
    id: &str,
    reason: &str,
    [not_before, due]: [Timestamp; 2],
) -> Result<()> {
    let sql = "UPDATE replies SET failures = failures + 1, failed_of = :reason, due_at = :due_at,
                      not_before = :not_before
               WHERE id = :id AND due_at IS NOT NULL";
    let values = [
        ("id", id.into()),
        ("reason", reason.into()),
        ("not_before", not_before.into()),
        ("due_at", due.into()),
    ];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Message whose state the other side has told.
#[derive(Deserialize)]
pub(crate) struct Reported {
    /// Notice that it delivers.
    pub(crate) notice: Option<String>,
}

/// Returns the statement that records how far a sent message has come, by the hash of its id, and
/// returns the message. A state that is behind the recorded one changes nothing, and nothing
/// follows a failure.
pub(crate) fn report(
    db: &Database,
    sent_id: &str,
    state: State,
    at: Timestamp,
    reason: Option<&str>,
) -> Result<Statement> {
    let rank = |column: &str| {
        format!(
            "CASE {column} WHEN 'sent' THEN 1 WHEN 'delivered' THEN 2 WHEN 'read' THEN 3
             WHEN 'failed' THEN 4 ELSE 0 END"
        )
    };
    let is_ahead = format!("{} > {}", rank(":status"), rank("status"));
    let sql = format!(
        "UPDATE replies SET
                status = CASE WHEN {is_ahead} THEN :status ELSE status END,
                status_at = CASE WHEN {is_ahead} THEN :at ELSE status_at END,
                failed_of = CASE WHEN {is_ahead} THEN coalesce(:reason, failed_of)
                                 ELSE failed_of END
         WHERE sent_id = :sent_id RETURNING notice"
    );
    let values = [
        ("status", state.as_str().into()),
        ("at", at.into()),
        ("reason", reason.into()),
        ("sent_id", sent_id.into()),
    ];
    statement(db, &sql, values)
}

/// Returns conversations with replies that should have been sent or done by now, and puts these off
/// until `due`.
pub(crate) async fn take_due(
    db: &Database,
    [now, due]: [Timestamp; 2],
    at_most: u32,
) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Row {
        conversation: String,
    }
    let sql = "UPDATE replies SET due_at = :due WHERE id IN
                   (SELECT id FROM replies WHERE due_at <= :now ORDER BY due_at LIMIT :limit)
               RETURNING conversation";
    let values = [("now", now.into()), ("due", due.into()), ("limit", at_most.into())];
    let rows = statement(db, sql, values)?.run().await?;
    let mut ids: Vec<String> =
        rows.results::<Row>()?.into_iter().map(|row| row.conversation).collect();
    ids.sort();
    ids.dedup();
    Ok(ids)
}

/// Deletes settled replies that were written before `then`, and returns their number.
pub(crate) async fn forget(db: &Database, then: Timestamp, at_most: u32) -> Result<usize> {
    let sql = "DELETE FROM replies WHERE id IN (SELECT id FROM replies
               WHERE created_at < :then AND due_at IS NULL LIMIT :limit)";
    let values = [("then", then.into()), ("limit", at_most.into())];
    Ok(statement(db, sql, values)?.run().await?.changes())
}

/// Progress of a reply.
#[derive(Deserialize)]
pub(crate) struct Progress {
    status: Option<String>,
}

impl Progress {
    /// Returns whether it failed for good.
    pub(crate) fn is_failed(&self) -> bool {
        self.status.as_deref() == Some(State::Failed.as_str())
    }
}

/// Returns the progress of a reply, if there is one with this id.
pub(crate) async fn status(db: &Database, id: &str) -> Result<Option<Progress>> {
    let sql = "SELECT status FROM replies WHERE id = :id";
    statement(db, sql, [("id", id.into())])?.first().await
}

/// Sealed message of a reply that waits.
#[derive(Deserialize)]
pub(crate) struct SealedRow {
    pub(crate) id: String,
    message: String,
    message_key: String,
}

impl SealedRow {
    pub(crate) fn sealed(&self) -> Sealed {
        Sealed { text: self.message.clone(), key: self.message_key.clone() }
    }
}

/// Returns waiting replies that are sealed under another key than `key`.
pub(crate) async fn sealed_otherwise(
    db: &Database,
    key: &str,
    except: &str,
    at_most: u32,
) -> Result<Vec<SealedRow>> {
    let sql = "SELECT id, message, message_key FROM replies
               WHERE due_at IS NOT NULL AND message_key <> :key
               AND id NOT IN (SELECT value FROM json_each(:except)) LIMIT :limit";
    let values = [("key", key.into()), ("except", except.into()), ("limit", at_most.into())];
    statement(db, sql, values)?.run().await?.results()
}

/// Replaces the message of a waiting reply by the same one under another key.
pub(crate) fn reseal(db: &Database, row: &SealedRow, new: &Sealed) -> Result<Statement> {
    let sql = "UPDATE replies SET message = :message, message_key = :message_key
               WHERE id = :id AND message = :old";
    let values = [
        ("message", (&new.text).into()),
        ("message_key", (&new.key).into()),
        ("id", (&row.id).into()),
        ("old", (&row.message).into()),
    ];
    statement(db, sql, values)
}
