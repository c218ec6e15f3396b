//! Public mentions to look at.

use domain::{
    Timestamp,
    access::policy::Scope,
    channel::mention::{MentionId, MentionPlace},
    intake::channel::Channel,
    reference::Reference,
    slug::Slug,
    staff::StaffId,
    wire::console::MentionList,
};
use serde::Deserialize;

use crate::{
    crypto::seal::Sealed,
    store::{Database, Result, Statement, list, other_key::SealedColumn, statement},
};

/// Row of a mention.
#[derive(Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: MentionId,
    pub(crate) channel: Channel,
    pub(crate) entity: Slug,
    content: Option<String>,
    content_key: Option<String>,
    pub(crate) state: String,
    pub(crate) decided_by: Option<StaffId>,
    pub(crate) participation: Option<Reference>,
    pub(crate) taken_over_at: Option<Timestamp>,
    pub(crate) published_at: Timestamp,
    pub(crate) version: u32,
    pub(crate) answer_failures: u32,
}

impl Row {
    /// Returns the sealed post and author; `None` once they are forgotten.
    pub(crate) fn content(&self) -> Option<Sealed> {
        Sealed::read(self.content.clone(), self.content_key.clone())
    }
}

const COLUMNS: &str = "id, channel, entity, content, content_key, state, decided_by, participation,
    taken_over_at, published_at, version, answer_failures";

/// New mention.
pub(crate) struct New<'a> {
    pub(crate) id: &'a MentionId,
    pub(crate) channel: Channel,
    pub(crate) entity: &'a str,
    pub(crate) post_code: &'a str,
    pub(crate) author_code: Option<&'a str>,
    /// Sealed post and author; `None` for a post of which only the deletion came.
    pub(crate) content: Option<&'a Sealed>,
    pub(crate) state: &'a str,
    pub(crate) published_at: Timestamp,
}

/// Returns the statement that inserts a mention, unless its post is there.
pub(crate) fn insert(db: &Database, new: &New<'_>, now: Timestamp) -> Result<Statement> {
    let sql = "INSERT INTO mentions (id, channel, entity, post_code, author_code, content,
                                     content_key, state, published_at, received_at, version)
               VALUES (:id, :channel, :entity, :post_code, :author_code, :content, :content_key,
                       :state, :published_at, :received_at, 1)
               ON CONFLICT (channel, post_code) DO NOTHING";
    let values = [
        ("id", new.id.as_str().into()),
        ("channel", new.channel.as_str().into()),
        ("entity", new.entity.into()),
        ("post_code", new.post_code.into()),
        ("author_code", new.author_code.into()),
        ("content", new.content.map(|sealed| sealed.text.as_str()).into()),
        ("content_key", new.content.map(|sealed| sealed.key.as_str()).into()),
        ("state", new.state.into()),
        ("published_at", new.published_at.into()),
        ("received_at", now.into()),
    ];
    statement(db, sql, values)
}

/// Returns a mention by its id.
pub(crate) async fn find(db: &Database, id: &MentionId) -> Result<Option<Row>> {
    let sql = format!("SELECT {COLUMNS} FROM mentions WHERE id = :id");
    statement(db, &sql, [("id", id.as_str().into())])?.first().await
}

/// Returns the mention that a post is.
pub(crate) async fn by_post(
    db: &Database,
    channel: Channel,
    post_code: &str,
) -> Result<Option<Row>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM mentions WHERE channel = :channel AND post_code = :post_code"
    );
    let values = [("channel", channel.as_str().into()), ("post_code", post_code.into())];
    statement(db, &sql, values)?.first().await
}

/// Returns mentions of a state that come before a place, the latest first.
pub(crate) async fn page(
    db: &Database,
    scope: &Scope,
    state: MentionList,
    before: Option<&MentionPlace>,
    at_most: u32,
) -> Result<Vec<Row>> {
    let (teams, scoped) = match scope {
        Scope::All => ("SELECT id AS team FROM entities", None),
        Scope::Of(entities) => (
            "SELECT value AS team FROM json_each(:entities)",
            Some(entities.iter().collect::<Vec<_>>()),
        ),
    };
    // A page of each entity by the index, of which only that much is sorted.
    let sql = format!(
        "SELECT {COLUMNS} FROM ({teams}) CROSS JOIN mentions ON mentions.id IN
             (SELECT id FROM mentions AS own WHERE own.entity = team AND own.state = :state
              AND (own.published_at, own.id) < (:before, :id)
              ORDER BY own.published_at DESC, own.id DESC LIMIT :limit)
         ORDER BY published_at DESC, id DESC LIMIT :limit"
    );
    let (time, id) = match before {
        Some(place) => (place.at.to_string(), place.id.as_str()),
        None => ("9999".to_owned(), ""),
    };
    let mut values = vec![
        ("state", state.as_str().into()),
        ("before", time.into()),
        ("id", id.into()),
        ("limit", at_most.into()),
    ];
    if let Some(scoped) = scoped {
        values.push(("entities", list(&scoped)?.into()));
    }
    db.statement(&sql, values)?.run().await?.results()
}

/// Returns whether participations of posts that came since a time wait for their authors in a
/// channel.
pub(crate) async fn has_waiting(db: &Database, channel: Channel, since: Timestamp) -> Result<bool> {
    #[derive(Deserialize)]
    struct Found {}
    let sql = "SELECT 1 AS found FROM mentions
               WHERE channel = :channel AND author_code IS NOT NULL
               AND state = 'taken' AND taken_over_at IS NULL AND received_at > :since LIMIT 1";
    let values = [("channel", channel.as_str().into()), ("since", since.into())];
    Ok(statement(db, sql, values)?.first::<Found>().await?.is_some())
}

/// Returns mentions that came since a time and of which participations were made that wait for this
/// author.
pub(crate) async fn waiting(
    db: &Database,
    channel: Channel,
    author_codes: &[String],
    since: Timestamp,
    at_most: u32,
) -> Result<Vec<Row>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM mentions WHERE channel = :channel
         AND author_code IN (SELECT value FROM json_each(:codes))
         AND state = 'taken' AND taken_over_at IS NULL AND received_at > :since
         ORDER BY published_at LIMIT :limit"
    );
    let values = [
        ("channel", channel.as_str().into()),
        ("codes", list(author_codes)?.into()),
        ("since", since.into()),
        ("limit", at_most.into()),
    ];
    statement(db, &sql, values)?.run().await?.results()
}

/// New content of a mention's row.
pub(crate) struct Written<'a> {
    pub(crate) id: &'a MentionId,
    /// Version that was read.
    pub(crate) version: u32,
    pub(crate) author_code: Option<&'a str>,
    pub(crate) content: Option<&'a Sealed>,
    pub(crate) state: &'a str,
    pub(crate) decided_by: Option<&'a StaffId>,
    pub(crate) participation: Option<Reference>,
    pub(crate) taken_over_at: Option<Timestamp>,
    /// Time at which a cron job answers in public, if that was lost; `None` leaves it as it is.
    pub(crate) answer_due_at: Option<Timestamp>,
}

/// Returns the statement that writes a mention. It fails if another writer was first.
pub(crate) fn write(db: &Database, new: &Written<'_>) -> Result<Statement> {
    let sql = "UPDATE mentions
               SET author_code = :author_code, content = :content, content_key = :content_key,
                   state = :state, decided_by = :decided_by, participation = :participation,
                   taken_over_at = :taken_over_at,
                   answer_due_at = COALESCE(:answer_due_at, answer_due_at),
                   version = CASE WHEN version = :version THEN version + 1 END
               WHERE id = :id";
    let values = [
        ("id", new.id.as_str().into()),
        ("version", new.version.into()),
        ("author_code", new.author_code.into()),
        ("content", new.content.map(|sealed| sealed.text.as_str()).into()),
        ("content_key", new.content.map(|sealed| sealed.key.as_str()).into()),
        ("state", new.state.into()),
        ("decided_by", new.decided_by.map(StaffId::as_str).into()),
        ("participation", new.participation.as_ref().map(Reference::digits).into()),
        ("taken_over_at", new.taken_over_at.into()),
        ("answer_due_at", new.answer_due_at.into()),
    ];
    statement(db, sql, values)
}

/// Locks a public answer that is due for a sender by putting it off until `until`, and returns
/// whether that succeeded.
pub(crate) async fn lock_answer(
    db: &Database,
    id: &MentionId,
    [now, until]: [Timestamp; 2],
) -> Result<bool> {
    let sql = "UPDATE mentions SET answer_due_at = :until, answer_failures = answer_failures + 1
               WHERE id = :id AND answer_due_at <= :now";
    let values = [("id", id.as_str().into()), ("now", now.into()), ("until", until.into())];
    Ok(statement(db, sql, values)?.run().await?.changes() > 0)
}

/// Puts a public answer that is to be given off until `due`; `None` if there will be none.
pub(crate) async fn delay_answer(
    db: &Database,
    id: &MentionId,
    due: Option<Timestamp>,
) -> Result<()> {
    let sql = "UPDATE mentions SET answer_due_at = :due
               WHERE id = :id AND answer_due_at IS NOT NULL";
    statement(db, sql, [("id", id.as_str().into()), ("due", due.into())])?.run().await?;
    Ok(())
}

/// Returns the statement that records that a mention was answered in public.
pub(crate) fn answered(db: &Database, id: &MentionId, now: Timestamp) -> Result<Statement> {
    let sql = "UPDATE mentions SET answer_due_at = NULL, answered_at = :now WHERE id = :id";
    statement(db, sql, [("id", id.as_str().into()), ("now", now.into())])
}

/// Returns mentions whose public answer should have gone out by now.
pub(crate) async fn unanswered(
    db: &Database,
    now: Timestamp,
    at_most: u32,
) -> Result<Vec<MentionId>> {
    #[derive(Deserialize)]
    struct Found {
        id: MentionId,
    }
    let sql = "SELECT id FROM mentions WHERE answer_due_at <= :now
               ORDER BY answer_due_at LIMIT :limit";
    let values = [("now", now.into()), ("limit", at_most.into())];
    let rows = statement(db, sql, values)?.run().await?;
    Ok(rows.results::<Found>()?.into_iter().map(|found| found.id).collect())
}

/// Forgets mentions that came before `then` and that nobody took, and returns their number.
pub(crate) async fn forget(db: &Database, then: Timestamp, at_most: u32) -> Result<usize> {
    let sql = "DELETE FROM mentions WHERE id IN (SELECT id FROM mentions
               WHERE received_at < :then AND participation IS NULL LIMIT :limit)";
    let values = [("then", then.into()), ("limit", at_most.into())];
    Ok(statement(db, sql, values)?.run().await?.changes())
}

/// Returns mentions that are sealed under another key than `key`.
pub(crate) async fn sealed_otherwise(
    db: &Database,
    key: &str,
    except: &str,
    at_most: u32,
) -> Result<Vec<Row>> {
    let sealed = SealedColumn { table: "mentions", id: "id", key: "content_key", columns: COLUMNS };
    sealed.otherwise(db, key, except, at_most).await
}

/// Replaces the content of a mention by the same one under another key, unless it has changed
/// meanwhile.
pub(crate) fn reseal(
    db: &Database,
    row: &Row,
    author_code: &str,
    content: &Sealed,
) -> Result<Statement> {
    let sql = "UPDATE mentions SET author_code = :author_code, content = :content,
                      content_key = :content_key
               WHERE id = :id AND version = :version";
    let values = [
        ("author_code", author_code.into()),
        ("content", (&content.text).into()),
        ("content_key", (&content.key).into()),
        ("id", row.id.as_str().into()),
        ("version", row.version.into()),
    ];
    statement(db, sql, values)
}
