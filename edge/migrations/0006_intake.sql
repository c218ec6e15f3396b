-- Intake: idempotency, rate limits and proofs of work.

-- Idempotency keys, so that a repeated request has one effect. Neither the key nor the tracking key
-- is stored; the tracking key is derived again.
CREATE TABLE idempotency_keys (
    -- SHA-256 of the key.
    digest               TEXT PRIMARY KEY,
    -- SHA-256 of the key and a digest of the body: another body under the same key is refused.
    fingerprint          TEXT NOT NULL,
    reference            TEXT NOT NULL REFERENCES participations (reference)
                         DEFERRABLE INITIALLY DEFERRED,
    -- Reference of the suggestion that came with the complaint.
    suggestion_reference TEXT,
    -- Id of the secret that the tracking key was derived with; empty for an author's later actions.
    tracking_secret      TEXT NOT NULL,
    created_at           TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Rate limit counters of each day. A cron job deletes those from before yesterday.
CREATE TABLE limits (
    -- Subject of the count: a salted hash of the client's address, which changes every day; or an
    -- entity, an origin, or a reference.
    client TEXT NOT NULL,
    -- Date in UTC: `2026-11-25`.
    day    TEXT NOT NULL,
    -- Name of the limit: `submission`, `submission to`, `upload`, `upload from`, `deed`, `link`,
    -- `miss`, `sign-in`.
    what   TEXT NOT NULL,
    -- A statement that would pass the limit writes NULL here, so that its whole batch fails.
    count  INTEGER NOT NULL,
    PRIMARY KEY (day, what, client)
) STRICT, WITHOUT ROWID;

-- Proofs of work that were used, kept until their challenges expire: each is valid once.
CREATE TABLE spent_proofs (
    -- Random id of the challenge, 16 bytes in base64url.
    id         TEXT PRIMARY KEY,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX spent_proofs_by_expiry ON spent_proofs (expires_at);
