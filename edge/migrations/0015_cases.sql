-- What the people who answer see: whose turn it is, what is due first, what was said.

-- `entity` stays the one that it was sent to, whose service it is about.
ALTER TABLE participations ADD COLUMN turn TEXT REFERENCES entities (id);
ALTER TABLE participations ADD COLUMN owner TEXT;
ALTER TABLE participations ADD COLUMN priority TEXT NOT NULL DEFAULT 'ordinary' CHECK (priority IN ('ordinary', 'complex', 'urgent'));
-- While nobody has accepted or returned it: the entity that has handed it over.
ALTER TABLE participations ADD COLUMN offered_by TEXT REFERENCES entities (id);
ALTER TABLE participations ADD COLUMN due_at TEXT;
ALTER TABLE participations ADD COLUMN escalated TEXT CHECK (escalated IN ('owner', 'supervisor', 'head'));
ALTER TABLE participations ADD COLUMN merged_into TEXT REFERENCES participations (reference);
-- Where it stands in every queue. What is due: when. Behind that, after `|`, what stands still: when it would be. Behind that, after `~`, what has
-- ended: the seconds from then to the year 2286, so that the latest comes first.
ALTER TABLE participations ADD COLUMN place TEXT NOT NULL DEFAULT '';
-- Its row in `search`; 0 until the clock has made one of what was there before.
ALTER TABLE participations ADD COLUMN search_id INTEGER;

-- Nobody could transfer anything until now, or answer.
UPDATE participations
SET turn = entity,
    due_at = CASE WHEN stage IN ('received', 'in_review', 'transferred', 'reopened') THEN min(first_response_due, resolution_due) END,
    escalated = (SELECT CASE max(CASE what ->> 'level' WHEN 'head' THEN 3 WHEN 'supervisor' THEN 2 ELSE 1 END)
                        WHEN 3 THEN 'head' WHEN 2 THEN 'supervisor' WHEN 1 THEN 'owner' END
                 FROM events WHERE participation = reference AND what LIKE '{"verb":"escalate"%'),
    search_id = CASE WHEN erased_at IS NULL THEN 0 END;
UPDATE participations
SET escalated = CASE WHEN due_at IS NOT NULL THEN escalated END,
    place = CASE WHEN due_at IS NOT NULL THEN due_at
                 WHEN stage = 'awaiting_customer' THEN '|' || resolution_due
                 ELSE '~' || printf('%010d', 9999999999 - unixepoch(updated_at)) END;

DROP INDEX participations_by_entity;
-- Each queue and each filter is a range of one of these, in its order. `place < '~'` is what hasn't ended.
CREATE INDEX participations_by_place ON participations (turn, place);
CREATE INDEX participations_by_owner ON participations (turn, owner, place) WHERE place < '~';
CREATE INDEX participations_by_stage ON participations (turn, stage, place);
CREATE INDEX participations_by_kind ON participations (turn, kind, place);
CREATE INDEX participations_by_service ON participations (turn, service, place) WHERE service IS NOT NULL;
CREATE INDEX participations_by_priority ON participations (turn, priority, place) WHERE priority <> 'ordinary';
CREATE INDEX participations_by_merger ON participations (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX participations_by_search ON participations (search_id) WHERE search_id = 0;

-- Whose turn it was, and isn't: they go on seeing what became of it.
CREATE TABLE hands (
    entity        TEXT NOT NULL REFERENCES entities (id),
    place         TEXT NOT NULL,
    participation TEXT NOT NULL REFERENCES participations (reference),
    PRIMARY KEY (entity, place, participation)
) STRICT, WITHOUT ROWID;

CREATE INDEX hands_by_participation ON hands (participation);

-- The words that a participation is found by, folded by the rules in `domain::search`; of its contact only codes under a secret. `entities` are
-- those who see it. What is deleted is gone at once, from the index too.
CREATE VIRTUAL TABLE search USING fts5 (
    participation UNINDEXED, entities, service, words, contact, tokenize = "ascii tokenchars '-/'", detail = 'column'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

-- Who has looked at what was said.
CREATE TABLE readings (
    participation TEXT NOT NULL REFERENCES participations (reference),
    at            TEXT NOT NULL,
    staff         TEXT NOT NULL,
    PRIMARY KEY (participation, at, staff)
) STRICT, WITHOUT ROWID;

-- Who is on a case right now.
CREATE TABLE presences (
    participation TEXT NOT NULL REFERENCES participations (reference),
    staff         TEXT NOT NULL,
    is_writing    INTEGER NOT NULL,
    seen_at       TEXT NOT NULL,
    PRIMARY KEY (participation, staff)
) STRICT, WITHOUT ROWID;

CREATE INDEX presences_by_time ON presences (seen_at);

-- What is said in a recording, written down by someone who has listened.
ALTER TABLE attachments ADD COLUMN transcript TEXT;
ALTER TABLE attachments ADD COLUMN transcribed_by TEXT;
ALTER TABLE attachments ADD COLUMN transcribed_at TEXT;

-- With an action: the answers to "why?", a JSON list.
ALTER TABLE messages ADD COLUMN root_cause TEXT NOT NULL DEFAULT '[]';
