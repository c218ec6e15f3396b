-- Months that an operator asked to be closed into a release (`cargo xtask close`). The next
-- scheduled job closes them and removes the rows.
CREATE TABLE closings (
    -- '2026-10'.
    month TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
