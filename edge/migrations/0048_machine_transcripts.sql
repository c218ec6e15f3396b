-- Machine transcripts of recordings, at entities that have turned them on.

-- A recording that came while its entity had them on. It waits until a machine has heard it; what
-- people write lies in `transcripts`, and goes before this.
CREATE TABLE machine_transcripts (
    attachment TEXT PRIMARY KEY REFERENCES attachments (id) ON DELETE CASCADE,
    -- domain/src/media/transcription: `heard` has a text, the others but `waiting` say why not.
    state      TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'heard', 'silent', 'too_long', 'unreadable')),
    -- Time from which the cron job queues a waiting recording again; '' at once.
    due_at     TEXT NOT NULL DEFAULT '',
    -- Number of attempts that failed, for whatever reason.
    failures   INTEGER NOT NULL DEFAULT 0,
    -- Number of those that failed because of the file.
    refusals   INTEGER NOT NULL DEFAULT 0,
    -- Passages, one a line.
    text       TEXT,
    -- Begin of each passage in milliseconds, a list.
    starts     TEXT,
    -- Language tag.
    language   TEXT,
    -- Confidence in percent.
    confidence INTEGER CHECK (confidence BETWEEN 0 AND 100),
    -- Time at which it left the state `waiting`.
    at         TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX machine_transcripts_by_due ON machine_transcripts (due_at) WHERE state = 'waiting';

-- Those that the alert counts: `FAILURES_AWAY` of domain/src/alert.rs.
CREATE INDEX machine_transcripts_by_failures ON machine_transcripts (failures)
    WHERE state = 'waiting' AND failures >= 3;
