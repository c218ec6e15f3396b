-- What was said, what happened to it, and what it came with.

-- The current state, one row each. Personal data (text, contact, page, salt) can be emptied without touching what is counted.
CREATE TABLE participations (
    -- Twelve digits.
    reference          TEXT PRIMARY KEY,
    kind               TEXT NOT NULL CHECK (kind IN ('suggestion', 'observation', 'complaint')),
    entity             TEXT NOT NULL REFERENCES entities (id),
    service            TEXT,
    stage              TEXT NOT NULL,
    text               TEXT,
    language           TEXT NOT NULL,
    contact_name       TEXT,
    contact_email      TEXT,
    contact_phone      TEXT,
    mood               TEXT CHECK (mood IN ('happy', 'neutral', 'unhappy')),
    page               TEXT,
    elapsed_ms         INTEGER,
    -- Of a suggestion that was paired with a complaint: that complaint.
    complaint          TEXT REFERENCES participations (reference),
    received_at        TEXT NOT NULL,
    updated_at         TEXT NOT NULL,
    first_response_due TEXT NOT NULL,
    resolution_due     TEXT NOT NULL,
    salt               TEXT NOT NULL,
    tracking_key_hash  TEXT NOT NULL,
    FOREIGN KEY (entity, service) REFERENCES services (entity, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX participations_by_complaint ON participations (complaint) WHERE complaint IS NOT NULL;
CREATE INDEX participations_by_entity ON participations (entity, stage, received_at);

-- What happened, append-only: each row carries the hash of the one before it.
CREATE TABLE events (
    participation  TEXT NOT NULL REFERENCES participations (reference),
    sequence       INTEGER NOT NULL,
    at             TEXT NOT NULL,
    actor          TEXT NOT NULL,
    stage          TEXT NOT NULL,
    entity         TEXT NOT NULL,
    content_digest TEXT NOT NULL,
    previous       TEXT NOT NULL,
    hash           TEXT NOT NULL,
    PRIMARY KEY (participation, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

-- Media on their way in. `offset` bytes have come and are stored: whole parts in the multipart upload, the rest in `<object_key>.tail`.
CREATE TABLE uploads (
    id            TEXT PRIMARY KEY,
    length        INTEGER NOT NULL,
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
    created_at    TEXT NOT NULL,
    expires_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX uploads_by_expiry ON uploads (expires_at);

-- What a participation came with.
CREATE TABLE attachments (
    -- The id of the upload that it was.
    id            TEXT PRIMARY KEY,
    participation TEXT NOT NULL REFERENCES participations (reference),
    position      INTEGER NOT NULL,
    name          TEXT NOT NULL,
    media_type    TEXT NOT NULL,
    size          INTEGER NOT NULL,
    object_key    TEXT NOT NULL,
    UNIQUE (participation, position)
) STRICT, WITHOUT ROWID;

-- What customer and entity wrote since.
CREATE TABLE messages (
    id            TEXT PRIMARY KEY,
    participation TEXT NOT NULL REFERENCES participations (reference),
    at            TEXT NOT NULL,
    author        TEXT NOT NULL CHECK (author IN ('customer', 'entity')),
    text          TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX messages_by_participation ON messages (participation, at);

-- Sending twice means once. The key itself is not kept, nor is the tracking key: it is derived again under the secret named here.
CREATE TABLE idempotency_keys (
    digest               TEXT PRIMARY KEY,
    fingerprint          TEXT NOT NULL,
    reference            TEXT NOT NULL REFERENCES participations (reference) DEFERRABLE INITIALLY DEFERRED,
    suggestion_reference TEXT,
    tracking_secret      TEXT NOT NULL,
    created_at           TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How often, a day. `client` is a salted hash that means nothing tomorrow, or an entity's name.
CREATE TABLE limits (
    client TEXT NOT NULL,
    day    TEXT NOT NULL,
    what   TEXT NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (day, what, client)
) STRICT, WITHOUT ROWID;
