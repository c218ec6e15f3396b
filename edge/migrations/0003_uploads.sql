-- Uploads whose length is said later, and whose they are as far as the limits need to know.

CREATE TABLE uploads_next (
    id            TEXT PRIMARY KEY,
    -- Empty until the client says it.
    length        INTEGER,
    offset        INTEGER NOT NULL DEFAULT 0,
    name          TEXT NOT NULL,
    declared_type TEXT NOT NULL,
    -- Told from the first bytes; empty until they are there.
    media_type    TEXT,
    object_key    TEXT NOT NULL,
    multipart     TEXT,
    -- The tags of the parts, a JSON list.
    parts         TEXT NOT NULL DEFAULT '[]',
    -- One writer at a time: who, and until when unless it shows signs of life.
    writer        TEXT,
    writer_until  TEXT,
    -- A salted hash that means nothing tomorrow.
    client        TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    expires_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO uploads_next
SELECT id, length, offset, name, declared_type, media_type, object_key, multipart, parts, writer, writer_until, '', created_at, expires_at
FROM uploads;

DROP TABLE uploads;
ALTER TABLE uploads_next RENAME TO uploads;

CREATE INDEX uploads_by_expiry ON uploads (expires_at);
CREATE INDEX uploads_by_client ON uploads (client, length);
