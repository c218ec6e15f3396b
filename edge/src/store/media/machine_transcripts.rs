//! Machine transcripts of recordings.

use domain::{
    Timestamp,
    media::{
        scan::Scan,
        transcription::{Draft, HEARD, Outcome, Waiting},
        upload::UploadId,
    },
    reference::Reference,
};
use serde::Deserialize;

use crate::{
    platform::clock::later,
    store::{D1Result, Database, Result, Statement, list, statement, unreadable},
};

/// Time that a new recording has to get into the queue before the cron job queues it, in seconds.
const HEAD_START: i64 = 5 * 60;

/// Condition that the entity which has a case `p` has machine transcripts on.
macro_rules! is_on {
    () => {
        "EXISTS (SELECT 1 FROM settings WHERE part = 'transcription'
                 AND entity = coalesce(p.turn, p.entity) AND value = 'true')"
    };
}

/// Recording that waits for a machine.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) participation: Reference,
    pub(crate) object_key: String,
    pub(crate) media_type: String,
    pub(crate) failures: u32,
    pub(crate) refusals: u32,
    size: u64,
    scan: Scan,
    is_on: u8,
    is_written: u8,
}

impl Row {
    /// Returns what the next step depends on.
    pub(crate) fn facts(&self, has_scanner: bool) -> Waiting {
        Waiting {
            scan: has_scanner.then_some(self.scan),
            is_on: self.is_on == 1,
            is_written: self.is_written == 1,
            size: self.size,
        }
    }
}

/// Outcome of a machine that was sent a recording.
pub(crate) struct Made {
    pub(crate) attachment: String,
    pub(crate) at: Timestamp,
    pub(crate) outcome: Outcome,
}

#[derive(Deserialize)]
struct Id {
    attachment: String,
}

/// Returns the statement by which those of some new attachments wait that are recordings of the
/// customer, if the entity has machine transcripts on. Tests don't.
pub(super) fn wait(db: &Database, attachments: &[UploadId], now: Timestamp) -> Result<Statement> {
    let sql = concat!(
        "INSERT INTO machine_transcripts (attachment, due_at)
         SELECT attachments.id, :due FROM json_each(:ids)
         CROSS JOIN attachments ON attachments.id = value
         CROSS JOIN participations p ON p.reference = participation
         WHERE substr(media_type, 1, 6) IN (SELECT value FROM json_each(:heard))
               AND (message IS NULL OR EXISTS (SELECT 1 FROM messages
                    WHERE messages.id = message AND author = 'customer'))
               AND p.is_test = 0 AND ",
        is_on!()
    );
    let ids: Vec<_> = attachments.iter().map(UploadId::as_str).collect();
    let values = [
        ("ids", list(&ids)?.into()),
        ("due", later(now, HEAD_START).into()),
        ("heard", list(&HEARD)?.into()),
    ];
    statement(db, sql, values)
}

/// Returns a recording, if it still waits for a machine.
pub(crate) async fn waiting(db: &Database, id: &str) -> Result<Option<Row>> {
    let sql = concat!(
        "SELECT participation, object_key, media_type, size, scan, failures, refusals,
                transcript IS NOT NULL AS is_written, ",
        is_on!(),
        " AS is_on FROM machine_transcripts CROSS JOIN attachments ON id = attachment
         CROSS JOIN participations p ON p.reference = participation
         WHERE attachment = :id AND state = 'waiting'"
    );
    statement(db, sql, [("id", id.into())])?.first().await
}

/// Returns the ids of waiting recordings that are overdue, and postpones them to `due`.
pub(crate) async fn take_due(
    db: &Database,
    [now, due]: [Timestamp; 2],
    most: u32,
) -> Result<Vec<String>> {
    let sql = "UPDATE machine_transcripts SET due_at = :due WHERE attachment IN (
                   SELECT attachment FROM machine_transcripts
                   WHERE state = 'waiting' AND due_at <= :now ORDER BY due_at LIMIT :most)
               RETURNING attachment";
    let values = [("now", now.into()), ("due", due.into()), ("most", most.into())];
    ids(&statement(db, sql, values)?.run().await?)
}

/// Postpones those of some attachments that wait for a machine to `due`, and returns their ids.
pub(crate) async fn postpone(
    db: &Database,
    attachments: &[String],
    due: Timestamp,
) -> Result<Vec<String>> {
    let sql = "UPDATE machine_transcripts SET due_at = :due
               WHERE attachment IN (SELECT value FROM json_each(:ids)) AND state = 'waiting'
               RETURNING attachment";
    let values = [("due", due.into()), ("ids", list(attachments)?.into())];
    ids(&statement(db, sql, values)?.run().await?)
}

fn ids(result: &D1Result) -> Result<Vec<String>> {
    Ok(result.results::<Id>()?.into_iter().map(|Id { attachment }| attachment).collect())
}

/// Counts an attempt that failed, and whether because of the file. The cron job queues the
/// recording again at `due`.
pub(crate) async fn fail(db: &Database, id: &str, is_refused: bool, due: Timestamp) -> Result<()> {
    let sql = "UPDATE machine_transcripts
               SET failures = failures + 1, refusals = refusals + :refused, due_at = :due
               WHERE attachment = :id AND state = 'waiting'";
    let refused = u32::from(is_refused);
    let values = [("id", id.into()), ("refused", refused.into()), ("due", due.into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Forgets a recording that waits: it isn't sent to a machine.
pub(crate) async fn drop(db: &Database, id: &str) -> Result<()> {
    let sql = "DELETE FROM machine_transcripts WHERE attachment = :id AND state = 'waiting'";
    statement(db, sql, [("id", id.into())])?.run().await?;
    Ok(())
}

/// Returns the statement that records an outcome. If the recording doesn't wait any more, or a
/// person has written a transcript meanwhile, NOT NULL fails and the batch with it.
pub(crate) fn settle(
    db: &Database,
    id: &str,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<Statement> {
    let sql = "INSERT INTO machine_transcripts (attachment, state, text, starts, language,
                                                confidence, at)
               SELECT max(attachment), :state, :text, :starts, :language, :confidence, :at
               FROM machine_transcripts CROSS JOIN attachments ON id = attachment
               WHERE attachment = :id AND state = 'waiting' AND transcript IS NULL
               ON CONFLICT DO UPDATE SET state = excluded.state, text = excluded.text,
                   starts = excluded.starts, language = excluded.language,
                   confidence = excluded.confidence, at = excluded.at";
    let draft = outcome.draft();
    let starts = draft.map(|draft| list(&draft.starts())).transpose()?;
    let confidence = draft.and_then(|draft| draft.confidence).map(u32::from);
    let values = [
        ("id", id.into()),
        ("state", outcome.as_str().into()),
        ("text", draft.map(Draft::text).into()),
        ("starts", starts.into()),
        ("language", draft.and_then(|draft| draft.language.as_deref()).into()),
        ("confidence", confidence.into()),
        ("at", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns the statement that reads the outcomes of a case's recordings, for a batch.
pub(in crate::store) fn of_case(db: &Database, reference: Reference) -> Result<Statement> {
    let sql = "SELECT attachment, state, text, starts, language, confidence, at
               FROM attachments CROSS JOIN machine_transcripts ON attachment = id
               WHERE participation = :reference AND state <> 'waiting'";
    statement(db, sql, [("reference", reference.digits().into())])
}

/// Reads the result of [`of_case`].
pub(in crate::store) fn read(result: &D1Result) -> Result<Vec<Made>> {
    #[derive(Deserialize)]
    struct Stored {
        attachment: String,
        state: String,
        text: Option<String>,
        starts: Option<String>,
        language: Option<String>,
        confidence: Option<u8>,
        at: Timestamp,
    }
    let made = |row: Stored| {
        let starts = row.starts.and_then(|starts| serde_json::from_str(&starts).ok());
        let draft = row.text.zip(starts).and_then(|(text, starts)| {
            Draft::of_lines(&text, starts, row.language, row.confidence)
        });
        let outcome = Outcome::of_parts(&row.state, draft)
            .ok_or_else(|| unreadable("a machine transcript"))?;
        Ok(Made { attachment: row.attachment, at: row.at, outcome })
    };
    result.results::<Stored>()?.into_iter().map(made).collect()
}
