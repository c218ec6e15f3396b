-- Delivery of notices by several ways: attempts and reports, addresses that nothing is sent to, and
-- authors who want no optional notices.

-- A notice on one way. It outlives the notice's row in the outbox, since staff see it beside the
-- message.
CREATE TABLE deliveries (
    notice        TEXT NOT NULL,
    -- domain/src/delivery/mod.rs, `Way`; `none` for a notice that no way was to carry.
    way           TEXT NOT NULL,
    -- Participation of a notice to its author; NULL for a notice to staff.
    participation TEXT REFERENCES participations (reference),
    template      TEXT NOT NULL,
    -- Time of the event that the notice tells of.
    told_at       TEXT NOT NULL,
    -- domain/src/delivery/state.rs, `State`.
    state         TEXT NOT NULL,
    -- domain/src/delivery/mod.rs, `Cause`, of a message that didn't arrive.
    cause         TEXT,
    -- Code of the other system, without any content of the notice.
    detail        TEXT,
    -- Id that the other system gave the message.
    their_id      TEXT,
    -- HMAC of the address, by which a bounce suppresses it.
    address       TEXT,
    changed_at    TEXT NOT NULL,
    PRIMARY KEY (notice, way)
) STRICT, WITHOUT ROWID;

CREATE INDEX deliveries_by_participation ON deliveries (participation, told_at)
WHERE participation IS NOT NULL;
CREATE INDEX deliveries_by_their_id ON deliveries (way, their_id) WHERE their_id IS NOT NULL;
CREATE INDEX deliveries_of_staff ON deliveries (changed_at) WHERE participation IS NULL;

-- Messages by day (UTC), way and state that they came into; and those that a budget has let
-- through, by medium and under the state `budget`.
CREATE TABLE delivery_counts (
    day   TEXT NOT NULL,
    way   TEXT NOT NULL,
    state TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, way, state)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER deliveries_begun AFTER INSERT ON deliveries
BEGIN
    INSERT INTO delivery_counts (day, way, state, count)
    VALUES (substr(new.changed_at, 1, 10), new.way, new.state, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER deliveries_changed AFTER UPDATE OF state ON deliveries WHEN new.state <> old.state
BEGIN
    INSERT INTO delivery_counts (day, way, state, count)
    VALUES (substr(new.changed_at, 1, 10), new.way, new.state, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

-- Addresses that nothing is sent to.
CREATE TABLE suppressions (
    -- HMAC of the address: the table holds none.
    address TEXT PRIMARY KEY,
    cause   TEXT NOT NULL,
    way     TEXT NOT NULL,
    at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX suppressions_by_time ON suppressions (at);

-- Participations whose authors have ended the optional notices.
CREATE TABLE unsubscribed (
    participation TEXT PRIMARY KEY REFERENCES participations (reference),
    at            TEXT NOT NULL
) STRICT, WITHOUT ROWID;
