-- News: cases in which something happened that the staff who answer for them haven't read.

-- Sequence of the event that the owner should read, or everybody at the entity if there is no
-- owner. NULL once the owner has read it, or somebody has acted.
ALTER TABLE participations ADD COLUMN news INTEGER;

-- Sequence of the last event that was read with the whole case; 0 for a file or an excerpt.
ALTER TABLE readings ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;

CREATE INDEX participations_by_news ON participations (turn, place) WHERE news IS NOT NULL;
