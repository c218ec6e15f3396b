-- Of the latest link that was sent to someone who had lost theirs: it opens as much as the first, which goes on working.
ALTER TABLE participations ADD COLUMN second_key_hash TEXT;
