-- Cases: participations, their history, their messages, and the columns and tables that queues and
-- search read from.

-- Current state of each participation. Everything about a case follows from its events; columns
-- here repeat it so that queries can use it.
CREATE TABLE participations (
    -- Public reference number: twelve digits, the last of them a check digit.
    reference          TEXT PRIMARY KEY,
    kind               TEXT NOT NULL CHECK (kind IN ('suggestion', 'observation', 'complaint')),
    -- Entity and service that the author chose. They never change.
    entity             TEXT NOT NULL REFERENCES entities (id),
    service            TEXT,
    -- Stage of the life cycle: domain/src/case/stage.rs.
    stage              TEXT NOT NULL,
    -- Language of the form; notices are written in it.
    language           TEXT NOT NULL,
    -- Mood that the page's happiness meter passed on.
    mood               TEXT CHECK (mood IN ('happy', 'neutral', 'unhappy')),
    -- Milliseconds from opening the form to sending it.
    elapsed_ms         INTEGER,
    -- Complaint that this suggestion was sent together with.
    complaint          TEXT REFERENCES participations (reference),
    -- The author's satisfaction with the handling.
    rating             TEXT CHECK (rating IN ('happy', 'neutral', 'unhappy')),

    received_at        TEXT NOT NULL,
    -- Time of the latest event.
    updated_at         TEXT NOT NULL,
    -- Time at which the content was erased; NULL while it is there.
    erased_at          TEXT,

    -- Deadlines promised to the author.
    first_response_due TEXT NOT NULL,
    resolution_due     TEXT NOT NULL,
    -- The earliest deadline that is running for the entity in `turn`; NULL if none is.
    due_at             TEXT,
    -- Highest level that was told of a running deadline.
    escalated          TEXT CHECK (escalated IN ('owner', 'supervisor', 'head')),
    -- Next time at which a timer escalates, reminds or closes; NULL if none will.
    wake_at            TEXT,

    -- Entity that has to act. Differs from `entity` after a transfer.
    turn               TEXT REFERENCES entities (id),
    -- Entity that transferred the case, until the new one accepts or returns it.
    offered_by         TEXT REFERENCES entities (id),
    -- Person who handles the case.
    owner              TEXT,
    priority           TEXT NOT NULL DEFAULT 'ordinary'
                       CHECK (priority IN ('ordinary', 'complex', 'urgent')),
    -- Case that is answered instead of this one.
    merged_into        TEXT REFERENCES participations (reference),
    -- Sort key of all queues. With a running deadline: `due_at`. Without: `|` and `resolution_due`.
    -- Ended: `~` and the seconds from its end to 9999999999 (the year 2286), so that the latest
    -- comes first. So `place < '~'` selects all that haven't ended.
    place              TEXT NOT NULL DEFAULT '',
    -- Row in `search`. 0: a cron job has yet to index it. NULL: erased before it was indexed.
    search_id          INTEGER,

    -- Hash of the last event, by which events missing from the end of a history are detected.
    head               TEXT NOT NULL DEFAULT '',
    -- SHA-256 of the tracking key.
    tracking_key_hash  TEXT NOT NULL,
    -- SHA-256 of a further tracking key, from the latest link sent to an author who lost the first.
    second_key_hash    TEXT,

    -- Content, which erasure removes. It comes last because it can be long: a query that doesn't
    -- need it then reads one page of a row.
    --
    -- Salt of the content digests in `events`; empty once it is erased.
    salt               TEXT NOT NULL,
    -- Contact as JSON, sealed with AES-256-GCM and bound to the reference: nonce, ciphertext and
    -- tag in base64url. `contact_key` is the id of the sealing key. An empty id marks a contact
    -- that isn't sealed; the hourly job seals it.
    contact_key        TEXT,
    contact            TEXT,
    -- Origin and path of the page that it was written on.
    page               TEXT,
    text               TEXT,
    FOREIGN KEY (entity, service) REFERENCES services (entity, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX participations_by_complaint ON participations (complaint) WHERE complaint IS NOT NULL;

-- For the job that reseals contacts after a change of the key.
CREATE INDEX participations_by_contact_key ON participations (contact_key)
WHERE contact_key IS NOT NULL;

-- For the job that works on due cases.
CREATE INDEX participations_by_wake ON participations (wake_at) WHERE wake_at IS NOT NULL;

-- For retention. Each entity has a period of its own; only rows that are past it are read.
CREATE INDEX participations_by_end ON participations (entity, updated_at)
WHERE erased_at IS NULL AND stage IN ('closed', 'withdrawn', 'declined');

-- For queues: each queue and each filter is a range of one of these, in the queue's order.
CREATE INDEX participations_by_place ON participations (turn, place);
CREATE INDEX participations_by_owner ON participations (turn, owner, place) WHERE place < '~';
CREATE INDEX participations_by_stage ON participations (turn, stage, place);
CREATE INDEX participations_by_kind ON participations (turn, kind, place);
CREATE INDEX participations_by_service ON participations (turn, service, place)
WHERE service IS NOT NULL;
CREATE INDEX participations_by_priority ON participations (turn, priority, place)
WHERE priority <> 'ordinary';

CREATE INDEX participations_by_merger ON participations (merged_into)
WHERE merged_into IS NOT NULL;

-- For the job that indexes participations for search.
CREATE INDEX participations_by_search ON participations (search_id) WHERE search_id = 0;

-- For recounts: open cases of an entity, and open cases that others transferred to it.
CREATE INDEX participations_by_clock ON participations (entity) WHERE wake_at IS NOT NULL;
CREATE INDEX participations_by_guest ON participations (turn) WHERE turn <> entity;

-- For the queue of all entities' cases.
CREATE INDEX participations_by_place_everywhere ON participations (place);

-- The words `constraint failed` make edge/src/store/error.rs read this as a violated constraint.
CREATE TRIGGER participations_are_about_what_is_offered BEFORE INSERT ON participations
WHEN NEW.service IS NOT NULL AND EXISTS (
    SELECT 1 FROM services WHERE entity = NEW.entity AND id = NEW.service AND retired = 1
)
BEGIN
    SELECT RAISE(ABORT, 'constraint failed: the service is retired');
END;

-- History of each participation, append-only. Each event carries the hash of the one before it, so
-- that a change after the fact is detected. Events hold digests of content and no content.
CREATE TABLE events (
    participation  TEXT NOT NULL REFERENCES participations (reference),
    -- Place in the history, from 1.
    sequence       INTEGER NOT NULL,
    at             TEXT NOT NULL,
    -- `customer`, `system`, or `staff:` and the person's id.
    actor          TEXT NOT NULL,
    -- Stage and entity after the event.
    stage          TEXT NOT NULL,
    entity         TEXT NOT NULL,
    -- Salted SHA-256 of the text and attachments that came with the event.
    content_digest TEXT NOT NULL,
    -- Hash of the event before; 64 zeros in the first event.
    previous       TEXT NOT NULL,
    -- SHA-256 of all other columns, each preceded by its length.
    hash           TEXT NOT NULL,
    -- The action in JSON: domain/src/case/action.rs.
    what           TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (participation, sequence)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

-- Texts that author and staff wrote with later events. Erasure deletes them.
CREATE TABLE messages (
    id            TEXT PRIMARY KEY,
    participation TEXT NOT NULL REFERENCES participations (reference),
    -- The event that the text came with.
    sequence      INTEGER,
    at            TEXT NOT NULL,
    author        TEXT NOT NULL CHECK (author IN ('customer', 'entity')),
    -- `staff` hides the message from the author of the participation.
    audience      TEXT NOT NULL DEFAULT 'everyone' CHECK (audience IN ('everyone', 'staff')),
    text          TEXT NOT NULL,
    -- With a corrective action: its root cause, a JSON list of the answers to up to five "why?".
    root_cause    TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;

CREATE INDEX messages_by_participation ON messages (participation, at);

-- Entities that had custody of a case and no longer have it. They go on seeing it in their queues,
-- at the same place.
CREATE TABLE hands (
    entity        TEXT NOT NULL REFERENCES entities (id),
    -- Copy of participations.place.
    place         TEXT NOT NULL,
    participation TEXT NOT NULL REFERENCES participations (reference),
    PRIMARY KEY (entity, place, participation)
) STRICT, WITHOUT ROWID;

CREATE INDEX hands_by_participation ON hands (participation);

-- Record of each time that a person opened a case. It outlives erasure.
CREATE TABLE readings (
    participation TEXT NOT NULL REFERENCES participations (reference),
    at            TEXT NOT NULL,
    staff         TEXT NOT NULL,
    PRIMARY KEY (participation, at, staff)
) STRICT, WITHOUT ROWID;

-- People who have a case open right now. A cron job deletes stale rows.
CREATE TABLE presences (
    participation TEXT NOT NULL REFERENCES participations (reference),
    staff         TEXT NOT NULL,
    -- 1 while the person is writing an answer.
    is_writing    INTEGER NOT NULL,
    seen_at       TEXT NOT NULL,
    PRIMARY KEY (participation, staff)
) STRICT, WITHOUT ROWID;

CREATE INDEX presences_by_time ON presences (seen_at);

-- Full-text index of cases. Its words are normalised by `domain::search`.
--
-- rowid: seconds of received_at times a million, plus the last six digits of the reference; so the
--        latest case has the highest
-- participation: reference
-- entities: all entities that see the case, separated by spaces
-- service: `entity/service`
-- words: reference, text, messages and transcripts
-- contact: blind index, HMAC codes of the words of the name, the address and the phone number
CREATE VIRTUAL TABLE search USING fts5 (
    participation UNINDEXED, entities, service, words, contact,
    tokenize = "ascii tokenchars '-/'", detail = 'column'
);

-- Overwrites the pages of deleted rows at once, so that erased words can't be read from the file.
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
