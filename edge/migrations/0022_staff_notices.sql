-- Notices to staff: of cases that are late, and of the working day that begins. Each person may
-- switch them off.

-- The outbox gets recipients among the staff, and notices that are about no participation. SQLite
-- can't take NOT NULL from a column, so the table is made anew.
CREATE TABLE outbox_for_all (
    -- Random. Receivers drop duplicates by it.
    id             TEXT PRIMARY KEY,
    -- Participation that the notice is about; NULL for one about a person's working day.
    participation  TEXT REFERENCES participations (reference),
    -- Kind of notice: domain/src/notice.rs, for staff domain/src/staff_notice.rs.
    template       TEXT NOT NULL,
    created_at     TEXT NOT NULL,
    -- Time at which a cron job enqueues the notice again unless it is settled; NULL once it is.
    due_at         TEXT,
    -- End of the current attempt's lock; NULL if nobody is delivering the notice.
    taken_until    TEXT,
    -- Number of failed attempts.
    failures       INTEGER NOT NULL DEFAULT 0,
    -- Reason why the last attempt failed, without any content of the notice.
    failed_of      TEXT,
    -- `held`: no delivery is configured. `dead`: given up until an operator replays it. NULL: still
    -- to be delivered.
    outcome        TEXT CHECK (outcome IN ('delivered', 'held', 'dead')),
    settled_at     TEXT,
    -- Sealed contact that the author has replaced, to which the notice goes; NULL for the present
    -- one.
    to_contact     TEXT,
    to_contact_key TEXT,
    -- Member of staff to whom the notice goes; NULL for a notice to the author.
    staff          TEXT REFERENCES staff (id),
    CHECK ((outcome IS NULL) = (due_at IS NOT NULL)),
    CHECK (participation IS NOT NULL OR staff IS NOT NULL)
) STRICT, WITHOUT ROWID;

INSERT INTO outbox_for_all (id, participation, template, created_at, due_at, taken_until, failures,
                            failed_of, outcome, settled_at, to_contact, to_contact_key)
SELECT id, participation, template, created_at, due_at, taken_until, failures, failed_of, outcome,
       settled_at, to_contact, to_contact_key
FROM outbox;

DROP TABLE outbox;
ALTER TABLE outbox_for_all RENAME TO outbox;

CREATE INDEX outbox_by_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_by_participation ON outbox (participation);
CREATE INDEX outbox_by_outcome ON outbox (outcome, settled_at) WHERE outcome IS NOT NULL;

-- 1: the person wants an e-mail of each case of theirs that is late or nearly so.
ALTER TABLE staff ADD COLUMN told_late INTEGER NOT NULL DEFAULT 1 CHECK (told_late IN (0, 1));

-- 1: the person wants an e-mail at the start of the working day.
ALTER TABLE staff ADD COLUMN told_daily INTEGER NOT NULL DEFAULT 1 CHECK (told_daily IN (0, 1));

-- Last day whose e-mail was written (`2026-11-24`).
ALTER TABLE staff ADD COLUMN told_on TEXT;
