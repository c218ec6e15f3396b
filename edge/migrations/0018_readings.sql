-- Kinds of readings.

-- `case`: the whole case; `file`: an attachment or a transcript's versions; `excerpt`: its words in a
-- list of cases.
ALTER TABLE readings ADD COLUMN what TEXT NOT NULL DEFAULT 'case'
    CHECK (what IN ('case', 'file', 'excerpt'));
