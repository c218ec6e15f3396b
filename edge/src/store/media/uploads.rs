//! Uploads in progress, and the locks of their writers.

use domain::{
    Timestamp,
    media::{
        file_digest::FileDigest,
        upload::{Creation, Progress, UPLOAD_MAX, UploadId},
    },
};
use serde::Deserialize;

use crate::store::{D1Result, Database, Result, Statement, statement, unreadable};

#[derive(Clone, Deserialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) length: Option<u64>,
    pub(crate) offset: u64,
    pub(crate) name: String,
    pub(crate) declared_type: String,
    /// Type told from the content; a document's is provisional until all of it has come.
    pub(crate) media_type: Option<String>,
    /// JSON list of the marks of what the content may do.
    pub(crate) marks: String,
    pub(crate) object_key: String,
    pub(crate) multipart: Option<String>,
    /// JSON list of the parts' entity tags.
    pub(crate) parts: String,
    pub(crate) expires_at: Timestamp,
    /// Metadata as sent with the creation.
    pub(crate) metadata: String,
    /// Key of the object that holds the remainder below a part.
    pub(crate) tail: Option<String>,
    /// Key of an object that may exist but doesn't count: a remainder not committed yet, or an
    /// obsolete one.
    pub(crate) spare_tail: Option<String>,
    /// Number of small pieces that have come; see [`Progress::check_piece`].
    pub(crate) small_pieces: u32,
    /// SHA-256 of the stored file; `None` until all of it is stored.
    pub(crate) sha256: Option<FileDigest>,
}

impl Row {
    pub(crate) fn progress(&self) -> Progress {
        Progress { length: self.length, offset: self.offset }
    }
}

/// Name of the limit on a client's bytes, counted in KiB. What a participation has taken stays
/// counted.
pub(crate) const BYTES: &str = "upload KiB";

const COLUMNS: &str = "id, length, offset, name, declared_type, media_type, marks, object_key,
                       multipart, parts, expires_at, metadata, tail, spare_tail, small_pieces,
                       sha256";

/// Returns the statement that creates an upload, for a batch; [`created`] reads its result.
pub(crate) fn create(
    db: &Database,
    [id, object_key]: [&str; 2],
    creation: &Creation,
    client: &str,
    [now, expires_at]: [Timestamp; 2],
) -> Result<Statement> {
    let sql = format!(
        "INSERT INTO uploads (id, object_key, length, name, declared_type, metadata, client,
         created_at, expires_at)
         VALUES (:id, :object_key, :length, :name, :declared_type, :metadata, :client,
         :created_at, :expires_at) RETURNING {COLUMNS}"
    );
    let values = [
        ("id", id.into()),
        ("object_key", object_key.into()),
        ("length", creation.length.into()),
        ("name", (&creation.name).into()),
        ("declared_type", (&creation.declared_type).into()),
        ("metadata", (&creation.metadata).into()),
        ("client", client.into()),
        ("created_at", now.into()),
        ("expires_at", expires_at.into()),
    ];
    statement(db, &sql, values)
}

/// Parses the result of [`create`].
pub(crate) fn created(result: &D1Result) -> Result<Row> {
    result.results()?.pop().ok_or_else(|| unreadable("an upload just created"))
}

/// Returns an upload that hasn't expired.
pub(crate) async fn find(db: &Database, id: &str, now: Timestamp) -> Result<Option<Row>> {
    let sql = format!("SELECT {COLUMNS} FROM uploads WHERE id = :id AND expires_at > :now");
    statement(db, &sql, [("id", id.into()), ("now", now.into())])?.first().await
}

/// Returns the statement that reads which uploads are finished, for a batch. `ids` is a JSON list.
pub(crate) fn finished(db: &Database, ids: &str, now: Timestamp) -> Result<Statement> {
    let sql = "SELECT id FROM uploads WHERE offset = length AND media_type IS NOT NULL
               AND writer IS NULL AND expires_at > :now
               AND id IN (SELECT value FROM json_each(:ids))";
    statement(db, sql, [("ids", ids.into()), ("now", now.into())])
}

/// Corrects the count of its client's bytes for an upload whose length wasn't announced: it was
/// counted as the largest.
pub(crate) async fn recount_bytes(db: &Database, row: &Row) -> Result<()> {
    let sql = "UPDATE limits SET count = max(0, count - :more)
               FROM uploads WHERE uploads.id = :id AND limits.client = uploads.client
               AND limits.day = substr(uploads.created_at, 1, 10) AND what = :what";
    let more = kib(UPLOAD_MAX).saturating_sub(kib(row.length.unwrap_or(row.offset)));
    let values = [("id", (&row.id).into()), ("more", more.into()), ("what", BYTES.into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

/// Returns a number of bytes in KiB, rounded up, as [`BYTES`] counts them.
pub(crate) fn kib(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

/// Parses the ids that [`finished`] reads.
pub(crate) fn finished_of(result: &D1Result) -> Result<Vec<String>> {
    ids(result)
}

/// Digest of a finished upload, and the key of its object.
#[derive(Deserialize)]
pub(crate) struct DigestRow {
    pub(crate) id: UploadId,
    pub(crate) object_key: String,
    /// `None` for an upload that was finished before digests were stored.
    pub(crate) sha256: Option<FileDigest>,
}

/// Reads the digests of finished uploads. `ids` is a JSON list.
pub(crate) async fn digests(db: &Database, ids: &str, now: Timestamp) -> Result<Vec<DigestRow>> {
    let sql = "SELECT id, object_key, sha256 FROM uploads
               WHERE offset = length AND media_type IS NOT NULL AND writer IS NULL
                     AND expires_at > :now AND id IN (SELECT value FROM json_each(:ids))";
    statement(db, sql, [("ids", ids.into()), ("now", now.into())])?.run().await?.results()
}

/// Stores the digest of an upload that has none.
pub(crate) async fn set_digest(db: &Database, id: &UploadId, sha256: &FileDigest) -> Result<()> {
    let sql = "UPDATE uploads SET sha256 = :sha256 WHERE id = :id AND sha256 IS NULL";
    let values = [("id", id.as_str().into()), ("sha256", sha256.as_str().into())];
    statement(db, sql, values)?.run().await?;
    Ok(())
}

fn ids(result: &D1Result) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    Ok(result.results::<Id>()?.into_iter().map(|row| row.id).collect())
}

/// Locks an upload for `writer`; `None` if the upload is gone or another writer has the lock.
pub(crate) async fn lock(
    db: &Database,
    id: &str,
    writer: &str,
    [now, until]: [Timestamp; 2],
) -> Result<Option<Row>> {
    let sql = format!(
        "UPDATE uploads SET writer = :writer, writer_until = :until
         WHERE id = :id AND expires_at > :now AND (writer IS NULL OR writer_until < :now)
         RETURNING {COLUMNS}"
    );
    statement(
        db,
        &sql,
        [
            ("id", id.into()),
            ("writer", writer.into()),
            ("now", now.into()),
            ("until", until.into()),
        ],
    )?
    .first()
    .await
}

/// Stores the key of the remainder that the writer is about to store. Returns whether `writer`
/// still has the lock.
pub(crate) async fn begin_tail(db: &Database, id: &str, writer: &str, tail: &str) -> Result<bool> {
    let sql = "UPDATE uploads SET spare_tail = :tail WHERE id = :id AND writer = :writer";
    Ok(statement(db, sql, [("id", id.into()), ("writer", writer.into()), ("tail", tail.into())])?
        .run()
        .await?
        .changes()
        == 1)
}

/// Extends the lock of `writer`. Returns whether it still has the lock.
pub(crate) async fn keep_lock(
    db: &Database,
    id: &str,
    writer: &str,
    until: Timestamp,
) -> Result<bool> {
    let sql = "UPDATE uploads SET writer_until = :until WHERE id = :id AND writer = :writer";
    Ok(statement(db, sql, [("id", id.into()), ("writer", writer.into()), ("until", until.into())])?
        .run()
        .await?
        .changes()
        == 1)
}

/// Releases the lock of any writer: a client that asks for the offset has given up what it was
/// sending.
pub(crate) async fn unlock(db: &Database, id: &str) -> Result<()> {
    statement(
        db,
        "UPDATE uploads SET writer = NULL, writer_until = NULL WHERE id = :id",
        [("id", id.into())],
    )?
    .run()
    .await?;
    Ok(())
}

/// Stores the id of the multipart upload. Returns whether `writer` still has the lock.
pub(crate) async fn begin_parts(
    db: &Database,
    id: &str,
    writer: &str,
    multipart: &str,
) -> Result<bool> {
    let sql = "UPDATE uploads SET multipart = :multipart WHERE id = :id AND writer = :writer";
    Ok(statement(
        db,
        sql,
        [("id", id.into()), ("writer", writer.into()), ("multipart", multipart.into())],
    )?
    .run()
    .await?
    .changes()
        == 1)
}

/// Stores the progress of an upload if `writer` still has the lock, and returns whether it has.
/// `then` is the writer afterwards.
pub(crate) async fn advance(
    db: &Database,
    row: &Row,
    writer: &str,
    then: Option<&str>,
) -> Result<bool> {
    let sql = "UPDATE uploads
               SET offset = :offset, media_type = :media_type, multipart = :multipart,
                   parts = :parts, writer = :then, length = :length, tail = :tail,
                   spare_tail = :spare_tail, marks = :marks, small_pieces = :small_pieces,
                   sha256 = :sha256
               WHERE id = :id AND writer = :writer";
    let values = [
        ("id", (&row.id).into()),
        ("writer", writer.into()),
        ("offset", row.offset.into()),
        ("media_type", row.media_type.as_deref().into()),
        ("multipart", row.multipart.as_deref().into()),
        ("parts", (&row.parts).into()),
        ("then", then.into()),
        ("length", row.length.into()),
        ("tail", row.tail.as_deref().into()),
        ("spare_tail", row.spare_tail.as_deref().into()),
        ("marks", (&row.marks).into()),
        ("small_pieces", row.small_pieces.into()),
        ("sha256", row.sha256.as_ref().map(FileDigest::as_str).into()),
    ];
    Ok(statement(db, sql, values)?.run().await?.changes() == 1)
}

/// Open uploads of one client: announced, and not sent with a participation yet.
#[derive(Clone, Copy, Default, Deserialize)]
pub(crate) struct Open {
    pub(crate) count: u32,
    pub(crate) bytes: u64,
}

/// Returns a statement that fails its batch if a client has too many open uploads, or too many open
/// bytes.
pub(crate) fn require_room(
    db: &Database,
    client: &str,
    now: Timestamp,
    most: &Open,
) -> Result<Statement> {
    let sql = "SELECT CASE WHEN COUNT(*) < :count
                                AND COALESCE(SUM(COALESCE(length, :upload_max)), 0) < :bytes
                           THEN 1 ELSE json('too much is open') END
               FROM uploads WHERE client = :client AND expires_at > :now";
    statement(
        db,
        sql,
        [
            ("client", client.into()),
            ("now", now.into()),
            ("upload_max", UPLOAD_MAX.into()),
            ("count", most.count.into()),
            ("bytes", most.bytes.into()),
        ],
    )
}

/// Returns the statement that counts a client's open uploads, for a batch; [`open_in`] reads its
/// result.
pub(crate) fn open_of(db: &Database, client: &str, now: Timestamp) -> Result<Statement> {
    let sql = "SELECT COUNT(*) AS count, COALESCE(SUM(COALESCE(length, :upload_max)), 0) AS bytes
               FROM uploads WHERE client = :client AND expires_at > :now";
    statement(
        db,
        sql,
        [("client", client.into()), ("now", now.into()), ("upload_max", UPLOAD_MAX.into())],
    )
}

/// Parses the result of [`open_of`].
pub(crate) fn open_in(result: &D1Result) -> Result<Open> {
    Ok(result.results()?.pop().unwrap_or_default())
}

/// Returns uploads that expired before `then`. `except` is a JSON list of ids.
pub(crate) async fn expired(
    db: &Database,
    then: Timestamp,
    except: &str,
    at_most: u32,
) -> Result<Vec<String>> {
    let sql = "SELECT id FROM uploads
               WHERE expires_at < :then AND id NOT IN (SELECT value FROM json_each(:except))
               ORDER BY expires_at LIMIT :limit";
    ids(&statement(
        db,
        sql,
        [("then", then.into()), ("except", except.into()), ("limit", at_most.into())],
    )?
    .run()
    .await?)
}

/// Objects that an upload may have left in the media store.
#[derive(Deserialize)]
pub(crate) struct Remains {
    pub(crate) object_key: String,
    pub(crate) multipart: Option<String>,
    tail: Option<String>,
    spare_tail: Option<String>,
}

impl Remains {
    /// Returns the keys of the objects.
    pub(crate) fn keys(&self) -> impl Iterator<Item = String> {
        [Some(&self.object_key), self.tail.as_ref(), self.spare_tail.as_ref()]
            .into_iter()
            .flatten()
            .cloned()
    }
}

/// Makes uploads unreachable, and returns those that still existed. `ids` is a JSON list.
pub(crate) async fn expire(db: &Database, ids: &str) -> Result<Vec<Remains>> {
    let sql = "UPDATE uploads SET expires_at = :expires_at, writer = NULL
               WHERE id IN (SELECT value FROM json_each(:ids))
               RETURNING object_key, multipart, tail, spare_tail";
    statement(db, sql, [("ids", ids.into()), ("expires_at", Timestamp::UNIX_EPOCH.into())])?
        .run()
        .await?
        .results()
}

/// Deletes the rows of uploads. `ids` is a JSON list.
pub(crate) async fn delete(db: &Database, ids: &str) -> Result<()> {
    statement(
        db,
        "DELETE FROM uploads WHERE id IN (SELECT value FROM json_each(:ids))",
        [("ids", ids.into())],
    )?
    .run()
    .await?;
    Ok(())
}

/// Returns the statement that lets uploads live until `until` at least. `ids` is a JSON list.
pub(crate) fn keep_until(db: &Database, ids: &str, until: Timestamp) -> Result<Statement> {
    let sql = "UPDATE uploads SET expires_at = :until
               WHERE id IN (SELECT value FROM json_each(:ids)) AND expires_at < :until";
    statement(db, sql, [("ids", ids.into()), ("until", until.into())])
}
