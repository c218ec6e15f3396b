-- Reports by mail: to staff who ask for them, once a month, when it has been closed.

-- 1: the person wants the month's report.
ALTER TABLE staff ADD COLUMN told_monthly INTEGER NOT NULL DEFAULT 0 CHECK (told_monthly IN (0, 1));

-- Last month whose report was written to the person (`2026-10`), or that was closed before they asked
-- for reports.
ALTER TABLE staff ADD COLUMN told_month TEXT NOT NULL DEFAULT '';

-- Staff who want reports are few, and found without reading all others.
CREATE INDEX staff_by_report ON staff (told_month) WHERE told_monthly = 1;
