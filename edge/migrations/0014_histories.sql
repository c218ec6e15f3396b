-- Histories: digests of files, triggers that keep what was recorded, channels, and
-- places.

-- SHA-256 of the file as it is stored. NULL in `uploads` until all of it is stored, and in
-- `attachments` for those from before this column; the events of these cover the id alone.
ALTER TABLE uploads ADD COLUMN sha256 TEXT;
ALTER TABLE attachments ADD COLUMN sha256 TEXT;

-- Erasure and retention add an event and empty other tables.
CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

-- `INSERT OR REPLACE` removes a row without its triggers. The message is the one of the primary key.
CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events
             WHERE participation = NEW.participation AND sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: events.participation, events.sequence');
END;

-- Channel by which it came: domain/src/intake/channel.rs. Its first event records it too.
ALTER TABLE participations ADD COLUMN channel TEXT NOT NULL DEFAULT 'web'
CHECK (channel IN ('web', 'phone', 'counter', 'email', 'whatsapp', 'instagram', 'x', 'sms',
                   'open311', 'system', 'import'));

-- Place that it is about as JSON, sealed as the contact is, and the id of the sealing key. It goes
-- with the content. (`place` is the sort key of queues.)
ALTER TABLE participations ADD COLUMN location_key TEXT;
ALTER TABLE participations ADD COLUMN location TEXT;

-- For the job that reseals places after a change of the key.
CREATE INDEX participations_by_location_key ON participations (location_key)
WHERE location_key IS NOT NULL;

-- 1: the form asks for the place of an observation or a complaint about the service.
ALTER TABLE services ADD COLUMN asks_place INTEGER NOT NULL DEFAULT 0 CHECK (asks_place IN (0, 1));
