-- Events say what was done, as JSON, so that a case can be told from them alone. Those from before say nothing: the first is the receipt, and
-- whatever followed was an erasure.
ALTER TABLE events ADD COLUMN what TEXT NOT NULL DEFAULT '';
