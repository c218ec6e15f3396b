-- When time next does something to a participation: tells those who answer that it runs out, reminds, closes.
ALTER TABLE participations ADD COLUMN wake_at TEXT;

-- What is open already is looked at once, and then knows.
UPDATE participations SET wake_at = received_at WHERE stage NOT IN ('closed', 'withdrawn', 'declined');

CREATE INDEX participations_by_wake ON participations (wake_at) WHERE wake_at IS NOT NULL;
