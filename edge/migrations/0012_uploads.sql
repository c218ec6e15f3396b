-- Each writer of an upload leaves its remainder under a name of its own, so that one who comes late overwrites nobody's. The row names the one
-- that counts, and one that may be there and doesn't.
ALTER TABLE uploads ADD COLUMN tail TEXT;
ALTER TABLE uploads ADD COLUMN spare_tail TEXT;

UPDATE uploads SET tail = object_key || '.tail' WHERE length IS NULL OR offset < length;

-- What its creation said of it, as it was said: tus wants it back.
ALTER TABLE uploads ADD COLUMN metadata TEXT NOT NULL DEFAULT '';
