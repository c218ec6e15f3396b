-- What each entity has set for itself, who changed what of it, and whose clocks are to be counted anew.

-- As JSON; empty for what lies in a table of its own. A part that nobody has changed has no row.
CREATE TABLE settings (
    part    TEXT NOT NULL,
    entity  TEXT NOT NULL REFERENCES entities (id),
    version INTEGER NOT NULL,
    value   TEXT,
    PRIMARY KEY (part, entity)
) STRICT, WITHOUT ROWID;

CREATE INDEX settings_by_entity ON settings (entity);

CREATE TABLE settings_events (
    id     INTEGER PRIMARY KEY,
    -- Empty for what is set for all entities.
    entity TEXT REFERENCES entities (id),
    part   TEXT NOT NULL,
    at     TEXT NOT NULL,
    staff  TEXT NOT NULL REFERENCES staff (id),
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

ALTER TABLE services ADD COLUMN retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1));

CREATE TRIGGER participations_are_about_what_is_offered BEFORE INSERT ON participations
WHEN NEW.service IS NOT NULL
    AND EXISTS (SELECT 1 FROM services WHERE entity = NEW.entity AND id = NEW.service AND retired = 1)
BEGIN
    SELECT RAISE(ABORT, 'constraint failed: the service is retired');
END;

-- Entities whose calendar has changed, until all that is open there has been looked at.
CREATE TABLE recounts (
    entity   TEXT PRIMARY KEY REFERENCES entities (id),
    -- When everyone who counts knows the new calendar.
    due_at   TEXT NOT NULL,
    -- The last that was counted.
    reached  TEXT
) STRICT, WITHOUT ROWID;

-- What is open, by the entity that it was sent to; and what is another's turn by now.
CREATE INDEX participations_by_clock ON participations (entity) WHERE wake_at IS NOT NULL;
CREATE INDEX participations_by_guest ON participations (turn) WHERE turn <> entity;
