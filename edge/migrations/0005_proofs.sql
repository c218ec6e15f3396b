-- Proofs of work that were used, until their challenge has expired: each is good for once.
CREATE TABLE spent_proofs (
    id         TEXT PRIMARY KEY,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX spent_proofs_by_expiry ON spent_proofs (expires_at);
