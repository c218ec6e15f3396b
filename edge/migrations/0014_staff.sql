-- Who answers, what they are there for, and who is signed in.

CREATE TABLE staff (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    -- In lower case. The provider vouches for it when they sign in for the first time; from then on only their account there counts.
    email    TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('ar', 'en')),
    active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    issuer   TEXT,
    subject  TEXT,
    version  INTEGER NOT NULL DEFAULT 1,
    CHECK ((issuer IS NULL) = (subject IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX staff_by_account ON staff (issuer, subject) WHERE subject IS NOT NULL;

CREATE TABLE roles (
    staff  TEXT NOT NULL REFERENCES staff (id),
    role   TEXT NOT NULL CHECK
           (role IN ('employee', 'supervisor', 'administrator', 'decision_maker', 'auditor', 'platform_administrator')),
    -- Empty for what someone is there for all entities for.
    entity TEXT REFERENCES entities (id),
    CHECK ((entity IS NULL) = (role IN ('decision_maker', 'auditor', 'platform_administrator')))
) STRICT;

CREATE UNIQUE INDEX roles_by_staff ON roles (staff, role, coalesce(entity, ''));
CREATE INDEX roles_by_entity ON roles (entity, staff);

CREATE TABLE sessions (
    -- The SHA-256 of what the browser holds.
    digest     TEXT PRIMARY KEY,
    staff      TEXT NOT NULL REFERENCES staff (id),
    created_at TEXT NOT NULL,
    -- To the minute.
    seen_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_staff ON sessions (staff);
CREATE INDEX sessions_by_seen ON sessions (seen_at);

-- Who has been sent to the provider and isn't back yet. Each comes back once.
CREATE TABLE sign_ins (
    -- The SHA-256 of the state that the provider gives back.
    digest     TEXT PRIMARY KEY,
    -- The SHA-256 of what the browser holds meanwhile.
    browser    TEXT NOT NULL,
    nonce      TEXT NOT NULL,
    verifier   TEXT NOT NULL,
    -- Where in the console they were going.
    target     TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);
