-- The hash of a participation's last event lies with the participation too, so that events missing from the end of a history show.
ALTER TABLE participations ADD COLUMN head TEXT NOT NULL DEFAULT '';

UPDATE participations
SET head = (SELECT hash FROM events WHERE participation = reference ORDER BY sequence DESC LIMIT 1)
WHERE EXISTS (SELECT 1 FROM events WHERE participation = reference);
