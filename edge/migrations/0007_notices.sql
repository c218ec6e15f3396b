-- Notices: messages to authors, written in the batch of the event that they tell of.

-- Outbox. It holds no personal data: contact and text are looked up when the notice is sent.
CREATE TABLE outbox (
    -- Random. Receivers drop duplicates by it.
    id            TEXT PRIMARY KEY,
    participation TEXT NOT NULL REFERENCES participations (reference),
    -- Kind of notice: domain/src/notice.rs.
    template      TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    -- Time at which a cron job enqueues the notice again unless it is settled; NULL once it is.
    due_at        TEXT,
    -- End of the current attempt's lock; NULL if nobody is delivering the notice.
    taken_until   TEXT,
    -- Number of failed attempts.
    failures      INTEGER NOT NULL DEFAULT 0,
    -- Reason why the last attempt failed, without any content of the notice.
    failed_of     TEXT,
    -- `held`: no delivery is configured. `dead`: given up until an operator replays it. NULL: still
    -- to be delivered.
    outcome       TEXT CHECK (outcome IN ('delivered', 'held', 'dead')),
    settled_at    TEXT,
    CHECK ((outcome IS NULL) = (due_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_by_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_by_participation ON outbox (participation);
CREATE INDEX outbox_by_outcome ON outbox (outcome, settled_at) WHERE outcome IS NOT NULL;
