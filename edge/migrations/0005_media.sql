-- Media: resumable uploads and the attachments that they become. The bytes lie in R2, under
-- `object_key`.

-- Uploads under way or finished, until a submission or message takes them or they expire. The first
-- `offset` bytes are stored: whole parts in the multipart upload, the rest in the object `tail`.
CREATE TABLE uploads (
    id            TEXT PRIMARY KEY,
    -- Announced size in bytes; NULL until the client announces it (tus `Upload-Defer-Length`).
    length        INTEGER,
    -- Bytes received and stored.
    offset        INTEGER NOT NULL DEFAULT 0,
    -- File name and media type as the client gave them.
    name          TEXT NOT NULL,
    declared_type TEXT NOT NULL,
    -- The header `Upload-Metadata` of the creation, which tus repeats.
    metadata      TEXT NOT NULL DEFAULT '',
    -- Media type told from the first bytes; NULL until they have come.
    media_type    TEXT,

    object_key    TEXT NOT NULL,
    -- R2's id of the multipart upload; NULL before the first whole part.
    multipart     TEXT,
    -- ETags of its parts, a JSON list.
    parts         TEXT NOT NULL DEFAULT '[]',
    -- Object that holds the remainder. Each writer leaves one of its own, so that a late writer
    -- overwrites nobody's.
    tail          TEXT,
    -- Object that may exist and doesn't count: the remainder before, or one being written.
    spare_tail    TEXT,

    -- Lock: the only request that may write, and the time at which the lock ends unless renewed.
    writer        TEXT,
    writer_until  TEXT,

    -- Salted hash of the client's address: see `limits`.
    client        TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    expires_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX uploads_by_expiry ON uploads (expires_at);
CREATE INDEX uploads_by_client ON uploads (client, length);

-- Files of a participation or of a message. Erasure deletes them.
CREATE TABLE attachments (
    -- Id of the upload that it was.
    id             TEXT PRIMARY KEY,
    participation  TEXT NOT NULL REFERENCES participations (reference),
    -- Message that it came with; NULL for a file of the submission.
    message        TEXT REFERENCES messages (id),
    -- Order within the participation: later events have higher numbers.
    position       INTEGER NOT NULL,
    name           TEXT NOT NULL,
    media_type     TEXT NOT NULL,
    -- Bytes.
    size           INTEGER NOT NULL,
    object_key     TEXT NOT NULL,
    -- Transcript of a recording, the person who wrote it, and the time.
    transcript     TEXT,
    transcribed_by TEXT,
    transcribed_at TEXT,
    UNIQUE (participation, position)
) STRICT, WITHOUT ROWID;

-- Objects in R2 to be deleted, since their attachments were erased.
CREATE TABLE garbage (
    object_key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
