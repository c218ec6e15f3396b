-- How long what was said is kept after it ended, and what is to be removed from the media store.

ALTER TABLE entities ADD COLUMN retention_days INTEGER NOT NULL DEFAULT 730 CHECK (retention_days > 0);

ALTER TABLE participations ADD COLUMN erased_at TEXT;

CREATE INDEX participations_by_end ON participations (updated_at)
WHERE erased_at IS NULL AND stage IN ('closed', 'withdrawn', 'declined');

CREATE TABLE garbage (
    object_key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
