-- Words of the search index, for finding words with a typing error: `term`, and `doc`, the number of
-- documents that hold it. A view of the index itself, so what is erased there is gone here.
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (search, row);

-- Version of the rules by which a participation's row in `search` was made. The job "search" makes
-- older ones anew; `domain::search::VERSION` is the latest.
ALTER TABLE participations ADD COLUMN search_version INTEGER NOT NULL DEFAULT 0;

-- For that job.
CREATE INDEX participations_by_search_version ON participations (search_version)
WHERE search_id > 0 AND erased_at IS NULL;
