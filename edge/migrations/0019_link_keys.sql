-- Keys in the links of notices, and one-time codes.

-- Each notice with a link has a tracking key of its own, which can be withdrawn. It opens the
-- participation, and the suggestion that was sent with it. `participations.second_key_hash` is no
-- longer read.
CREATE TABLE link_keys (
    participation TEXT NOT NULL REFERENCES participations (reference),
    -- SHA-256 of the key.
    key_hash      TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    PRIMARY KEY (participation, key_hash)
) STRICT, WITHOUT ROWID;

INSERT INTO link_keys (participation, key_hash, created_at)
SELECT reference, second_key_hash, updated_at FROM participations
WHERE second_key_hash IS NOT NULL;

-- One-time code on its way to an author's phone; the latest of a participation.
CREATE TABLE one_time_codes (
    participation TEXT PRIMARY KEY REFERENCES participations (reference),
    -- Notice that carries the code, from whose id it is derived.
    notice        TEXT NOT NULL,
    expires_at    TEXT NOT NULL,
    -- Number of attempts to enter it.
    tries         INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
