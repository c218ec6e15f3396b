-- Id of the file that was read. NULL where the whole case or an excerpt was, and before this column.
ALTER TABLE readings ADD COLUMN file TEXT;
