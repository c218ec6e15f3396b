-- Systems in which entities work on their cases: each new and each transferred case is created there.
CREATE TABLE systems (
    entity TEXT PRIMARY KEY REFERENCES entities (id),
    -- Template of the request, way to sign in without its secret, and addresses, as an object.
    template TEXT NOT NULL,
    -- Secret of the way to sign in, sealed, and the id of the key that opens it.
    secret TEXT,
    secret_key TEXT,
    -- 0 while nothing is sent. Cases that come meanwhile wait.
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    -- Time of the first failure since the last success.
    failing_since TEXT,
    -- Time until which nothing is sent to a system that fails: between two attempts, and during one.
    rests_until TEXT,
    changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Cases to create in the systems of entities, one for each entity and case, written in the batch of
-- the event that brought the case to the entity. The id stays the same with every attempt.
CREATE TABLE system_creations (
    id TEXT PRIMARY KEY,
    entity TEXT NOT NULL REFERENCES entities (id),
    participation TEXT NOT NULL REFERENCES participations (reference),
    -- Place of the event in the participation's history.
    sequence INTEGER NOT NULL,
    -- Time of the event.
    at TEXT NOT NULL,
    -- Time since which the creation is tried: the event's, or that of a replay or a new description.
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
    outcome TEXT CHECK (outcome IN ('created', 'failed')),
    -- Id under which the case is known in the entity's system.
    outside_id TEXT,
    -- Time of the next attempt. NULL once it has an outcome.
    next_at TEXT,
    -- Time at which a job queues it again if it is still waiting. NULL while its system is off.
    due_at TEXT,
    -- Time until which a consumer has locked it.
    taken_until TEXT
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX system_creations_by_participation ON system_creations (participation, entity);
CREATE INDEX system_creations_others ON system_creations (entity, at) WHERE outcome IS NOT 'failed';
CREATE INDEX system_creations_failed ON system_creations (entity, at) WHERE outcome = 'failed';
CREATE INDEX system_creations_waiting ON system_creations (entity) WHERE outcome IS NULL;
CREATE INDEX system_creations_due ON system_creations (entity, due_at) WHERE due_at IS NOT NULL;
