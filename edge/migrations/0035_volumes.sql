-- Volumes: transactions of an entity by month, which it enters itself, so that complaints can be
-- compared with them.
CREATE TABLE volumes (
    entity TEXT NOT NULL REFERENCES entities (id),
    -- '2026-11'.
    month TEXT NOT NULL,
    transactions INTEGER NOT NULL CHECK (transactions > 0),
    entered_by TEXT NOT NULL REFERENCES staff (id),
    entered_at TEXT NOT NULL,
    PRIMARY KEY (month, entity)
) STRICT, WITHOUT ROWID;

-- Words that stand out among what an entity received lately, counted once a day by a scheduled job.
-- Each stood in at least five texts; names are left out.
CREATE TABLE rising_words (
    entity TEXT NOT NULL REFERENCES entities (id),
    word TEXT NOT NULL,
    -- Number of the latest texts, and of those before, in which it stands.
    now INTEGER NOT NULL,
    before INTEGER NOT NULL,
    PRIMARY KEY (entity, word)
) STRICT, WITHOUT ROWID;

-- Civil day on which the words of an entity were last counted.
CREATE TABLE rising_days (
    entity TEXT PRIMARY KEY REFERENCES entities (id),
    day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
