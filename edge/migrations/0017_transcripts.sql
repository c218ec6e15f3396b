-- Versions of transcripts.

-- Each transcript that was written, the latest included; `attachments.transcript` is the latest.
-- The version that a worker before this migration wrote is copied here when the next one is
-- written. Versions go with their attachment, and not before.
CREATE TABLE transcripts (
    attachment TEXT NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
    -- Place among the versions, from 1.
    version    INTEGER NOT NULL,
    -- NULL if the transcript was removed.
    text       TEXT,
    staff      TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (attachment, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER transcripts_are_not_changed BEFORE UPDATE ON transcripts
BEGIN SELECT RAISE(ABORT, 'versions of transcripts are append-only'); END;

CREATE TRIGGER transcripts_are_not_removed BEFORE DELETE ON transcripts
WHEN EXISTS (SELECT 1 FROM attachments WHERE id = OLD.attachment)
BEGIN SELECT RAISE(ABORT, 'versions of transcripts are append-only'); END;
