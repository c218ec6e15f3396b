-- Log of security events.

-- Who signed in, was refused, gained or lost rights, and took data out or erased it. No content,
-- and of people only their ids.
CREATE TABLE security_events (
    -- Goes up with each event; the order of the log.
    id    INTEGER PRIMARY KEY,
    at    TEXT NOT NULL,
    -- `staff:` and an id, `customer`, `system`, `operator` or `unknown`.
    cause TEXT NOT NULL,
    -- The event as JSON, by its `kind`.
    what  TEXT NOT NULL CHECK (what ->> 'kind' IS NOT NULL)
) STRICT;

CREATE INDEX security_events_by_time ON security_events (at);

-- The log is append-only. REPLACE removes rows without calling a trigger on deletion, so a row with
-- a known id is refused as well.
CREATE TRIGGER security_events_are_not_replaced BEFORE INSERT ON security_events
WHEN EXISTS (SELECT 1 FROM security_events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the log of security events is append-only'); END;

CREATE TRIGGER security_events_are_not_changed BEFORE UPDATE ON security_events
BEGIN SELECT RAISE(ABORT, 'the log of security events is append-only'); END;

-- Events older than the period of `domain::retention` may go, and no others.
CREATE TRIGGER security_events_are_not_removed BEFORE DELETE ON security_events
WHEN OLD.at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-730 days')
BEGIN SELECT RAISE(ABORT, 'the log of security events is append-only'); END;
