-- Webhooks of entities: where an entity's own systems want to be told of events of its cases.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    entity TEXT NOT NULL REFERENCES entities (id),
    url TEXT NOT NULL,
    -- Types of events that it subscribes to, as a list.
    types TEXT NOT NULL,
    -- Secret that messages are signed with, sealed, and the id of the key that opens it.
    secret TEXT NOT NULL,
    secret_key TEXT NOT NULL,
    -- Secret that was replaced, which signs too until that time.
    former_secret TEXT,
    former_secret_key TEXT,
    former_until TEXT,
    -- Reason why it gets nothing: switched off by hand, answered 410, or failed for days. NULL if
    -- it is on.
    off TEXT CHECK (off IN ('by_hand', 'gone', 'failing')),
    -- Time of the first failure since the last success.
    failing_since TEXT,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX webhooks_by_entity ON webhooks (entity);

-- Messages to webhooks, one for each event and webhook, written in the batch of the event. The id
-- is the message's own, and stays the same with every attempt.
CREATE TABLE webhook_deliveries (
    id TEXT PRIMARY KEY,
    webhook TEXT NOT NULL REFERENCES webhooks (id),
    -- Type of the event. NULL for a test event, which is about no participation.
    type TEXT,
    participation TEXT REFERENCES participations (reference),
    -- Place of the event in the participation's history.
    sequence INTEGER,
    -- The case as it stood after the event: ids, kind and stage, as an object.
    snapshot TEXT,
    -- Time of the event.
    at TEXT NOT NULL,
    -- Time since which the message is tried: the event's, or that of a replay.
    since TEXT NOT NULL,
    -- 1 once the message went into the queue.
    queued INTEGER NOT NULL DEFAULT 0 CHECK (queued IN (0, 1)),
    -- All attempts, and those that failed since it is tried.
    attempts INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    -- Status code of the last answer, or a short reason why there was none.
    status INTEGER,
    reason TEXT,
    -- NULL while it waits.
    outcome TEXT CHECK (outcome IN ('delivered', 'failed')),
    settled_at TEXT,
    -- Time of the next attempt. NULL once it has an outcome.
    next_at TEXT,
    -- Time at which a job queues it again if it is still waiting.
    due_at TEXT,
    -- Time until which a consumer has locked it.
    taken_until TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, at);
CREATE INDEX webhook_deliveries_by_participation ON webhook_deliveries (participation, sequence) WHERE participation IS NOT NULL;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_settled ON webhook_deliveries (settled_at) WHERE settled_at IS NOT NULL;
