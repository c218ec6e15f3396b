-- Alerts to operators, runs of the schedules, and notices to an address that was replaced.

-- Conditions that operators are told of, each with the level at which it stands. A condition that
-- has always been fine has no row.
CREATE TABLE alerts (
    -- domain/src/alert.rs.
    condition  TEXT PRIMARY KEY,
    level      TEXT NOT NULL CHECK (level IN ('fine', 'warning', 'critical')),
    -- Time since which it has had this level.
    changed_at TEXT NOT NULL,
    -- Level that the alert webhook has taken last.
    told       TEXT NOT NULL DEFAULT 'fine' CHECK (told IN ('fine', 'warning', 'critical'))
) STRICT, WITHOUT ROWID;

-- Schedules of cron jobs, with the ends of their first and latest run without a failed job.
CREATE TABLE runs (
    schedule  TEXT PRIMARY KEY CHECK (schedule IN ('often', 'hourly')),
    first_at  TEXT NOT NULL,
    latest_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sealed contact that the notice goes to, and the id of the key that it is sealed with. NULL: to
-- the participation's contact. Emptied once the notice is delivered.
ALTER TABLE outbox ADD COLUMN to_contact TEXT;
ALTER TABLE outbox ADD COLUMN to_contact_key TEXT;
