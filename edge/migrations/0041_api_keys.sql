-- API keys of entities, by which their systems call. A revoked one keeps its row.
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    entity TEXT NOT NULL REFERENCES entities (id),
    -- Name that its maker gave it.
    name TEXT NOT NULL,
    -- List of open311, cases, figures.
    scopes TEXT NOT NULL,
    -- Hash of the key; the key itself isn't stored.
    key_hash TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    -- Person who made it. NULL if the installation did.
    created_by TEXT REFERENCES staff (id),
    -- Time of the last use, to within an hour. NULL if it was never used.
    last_used_at TEXT,
    -- NULL while it opens anything.
    revoked_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_by_entity ON api_keys (entity, created_at);
