-- Tests: participations that web teams send to try the box on their page. They come into no queue and
-- reach nobody, and a job deletes them a day after their receipt.

-- 1: a test. Its `turn`, `wake_at` and `search_id` are NULL: no entity has custody of it, no timer
-- wakes it, and no search finds it.
ALTER TABLE participations ADD COLUMN is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1));

CREATE INDEX participations_by_test ON participations (received_at) WHERE is_test = 1;

-- Nothing becomes a test later: the history of a test may be deleted.
CREATE TRIGGER tests_stay_what_they_are BEFORE UPDATE OF is_test ON participations
WHEN NEW.is_test <> OLD.is_test
BEGIN
    SELECT RAISE(ABORT, 'a test stays a test, and nothing else becomes one');
END;

DROP TRIGGER events_are_not_removed;

-- Erasure and retention add an event and empty other tables. Only a test goes as a whole.
CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM participations
                 WHERE reference = OLD.participation AND is_test = 1)
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

-- The key of a test is deleted with it, and SQLite looks for keys of each deleted participation.
CREATE INDEX idempotency_keys_by_reference ON idempotency_keys (reference);
