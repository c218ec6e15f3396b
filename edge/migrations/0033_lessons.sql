-- Lessons: public words about what was changed, "you said, we did", and counters of figures.

-- Sentences of the public words that a message proposes, as a JSON list of four: said in Arabic and
-- in English, done in Arabic and in English.
ALTER TABLE messages ADD COLUMN public_words TEXT NOT NULL DEFAULT '[]';

-- Published words. They are written for the public and hold nothing of the author, so they stay
-- when the participation's content is erased.
CREATE TABLE lessons (
    participation TEXT NOT NULL REFERENCES participations (reference),
    -- Number of the corrective action; 0 for an implemented suggestion.
    action INTEGER NOT NULL,
    -- Entity that received the participation, and its service.
    entity TEXT NOT NULL REFERENCES entities (id),
    service TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('implemented', 'effective')),
    -- Civil day of the first publication: '2026-11-29'.
    published_on TEXT NOT NULL,
    -- Words as a JSON list of four sentences, as in `messages`.
    words TEXT NOT NULL,
    PRIMARY KEY (participation, action)
) STRICT, WITHOUT ROWID;
CREATE INDEX lessons_by_day ON lessons (published_on);
CREATE INDEX lessons_by_entity ON lessons (entity, published_on);

-- From here on `tallies` has rows of all entities together too, with '' as the entity: of undivided
-- cases, by channel and by language. `measured_times.month` holds the other periods of receipt too:
-- '2026-Q4', '2026', 'all'.

-- Counters: `domain::figures::counts` says of each what it counts.
ALTER TABLE tallies ADD COLUMN unmeasured_first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN unmeasured_full INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN unmeasured_lived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN decided_judged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN decided_kept INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN lessons INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN saving INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN saved_measured INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tallies ADD COLUMN saved_estimated INTEGER NOT NULL DEFAULT 0;
