-- A participation can't become a test by another way either: neither by replacing its row, nor by
-- giving a test the number of another participation.

CREATE TRIGGER tests_replace_nothing BEFORE INSERT ON participations
WHEN EXISTS (SELECT 1 FROM participations WHERE reference = NEW.reference)
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: participations.reference');
END;

CREATE TRIGGER references_stay BEFORE UPDATE OF reference ON participations
WHEN NEW.reference <> OLD.reference
BEGIN
    SELECT RAISE(ABORT, 'a participation keeps its number');
END;

-- Erased cases are news to nobody, and have no action left.
UPDATE participations SET news = NULL WHERE erased_at IS NOT NULL AND news IS NOT NULL;
UPDATE participations SET action_due = NULL WHERE erased_at IS NOT NULL AND action_due IS NOT NULL;
