-- What must be sent, written with the state change that it tells of. No personal data: whom it goes to is looked up when it is sent.
CREATE TABLE outbox (
    -- Random; whoever receives it twice knows it by that.
    id            TEXT PRIMARY KEY,
    participation TEXT NOT NULL REFERENCES participations (reference),
    template      TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    -- When the clock puts it into the queue, should it not be settled by then; empty once it is.
    due_at        TEXT,
    -- Until when whoever is delivering it right now keeps others from doing the same.
    taken_until   TEXT,
    failures      INTEGER NOT NULL DEFAULT 0,
    -- What the last attempt failed of; never a word of the message.
    failed_of     TEXT,
    -- Held: there is nowhere to deliver to. Dead: given up, until an operator replays it.
    outcome       TEXT CHECK (outcome IN ('delivered', 'held', 'dead')),
    settled_at    TEXT,
    CHECK ((outcome IS NULL) = (due_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_by_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_by_participation ON outbox (participation);
CREATE INDEX outbox_by_outcome ON outbox (outcome, settled_at) WHERE outcome IS NOT NULL;
