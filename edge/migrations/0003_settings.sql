-- Settings: the configuration of each entity by its administrators, with a history of all changes.

-- Settings by part: services, agreements, calendar, templates, criteria, origins, retention. A part
-- that was never changed has no row.
CREATE TABLE settings (
    part    TEXT NOT NULL,
    entity  TEXT NOT NULL REFERENCES entities (id),
    -- Goes up by one with each change, so that two editors can't overwrite each other.
    version INTEGER NOT NULL,
    -- JSON; NULL for parts with a place of their own: services, origins, entities.retention_days.
    value   TEXT,
    PRIMARY KEY (part, entity)
) STRICT, WITHOUT ROWID;

CREATE INDEX settings_by_entity ON settings (entity);

-- History of settings, append-only. Changes to staff are recorded here too, as the part `people`.
CREATE TABLE settings_events (
    id     INTEGER PRIMARY KEY,
    -- NULL for a change that covers all entities.
    entity TEXT REFERENCES entities (id),
    part   TEXT NOT NULL,
    at     TEXT NOT NULL,
    -- Author of the change.
    staff  TEXT NOT NULL REFERENCES staff (id),
    -- The part before and after the change, in JSON.
    before TEXT NOT NULL,
    after  TEXT NOT NULL
) STRICT;

CREATE INDEX settings_events_by_entity ON settings_events (entity, id);

CREATE TRIGGER settings_events_are_not_changed BEFORE UPDATE ON settings_events
BEGIN
    SELECT RAISE(ABORT, 'the history of settings is append-only');
END;

CREATE TRIGGER settings_events_are_not_removed BEFORE DELETE ON settings_events
BEGIN
    SELECT RAISE(ABORT, 'the history of settings is append-only');
END;

-- Entities whose calendar has changed and whose open cases still have deadlines by the old one. A
-- cron job goes through the cases in the order of their references, then deletes the row.
CREATE TABLE recounts (
    entity  TEXT PRIMARY KEY REFERENCES entities (id),
    -- Time from which no isolate has the old calendar in its cache any more.
    due_at  TEXT NOT NULL,
    -- Reference of the last case that is done; NULL before the first.
    reached TEXT
) STRICT, WITHOUT ROWID;
