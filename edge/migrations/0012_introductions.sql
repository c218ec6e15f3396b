-- Staff who were entered at an entity under an address that was known here already. Until they sign
-- in, that entity sees what it entered and nothing else: not the name that others gave them, nor
-- whether they have signed in before.
CREATE TABLE introductions (
    staff   TEXT NOT NULL REFERENCES staff (id),
    entity  TEXT NOT NULL REFERENCES entities (id),
    -- Name that the entity entered.
    name    TEXT NOT NULL,
    -- staff.version before, which the entity's count begins at.
    version INTEGER NOT NULL,
    PRIMARY KEY (staff, entity)
) STRICT, WITHOUT ROWID;

CREATE INDEX introductions_by_entity ON introductions (entity);

-- The history of staff names people by their ids. Names and addresses stand in `staff` alone, where
-- they can be erased.
DROP TRIGGER settings_events_are_not_changed;

UPDATE settings_events
SET before = json_remove(before, '$.name', '$.email', '$.known', '$.version'),
    after = json_remove(after, '$.name', '$.email', '$.known', '$.version')
WHERE part = 'people';

CREATE TRIGGER settings_events_are_not_changed BEFORE UPDATE ON settings_events
BEGIN
    SELECT RAISE(ABORT, 'the history of settings is append-only');
END;
