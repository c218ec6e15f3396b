-- Staff: people who work in the console, their roles, and their sessions.

CREATE TABLE staff (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    -- In lower case. The first sign-in with this address, verified by the identity provider, binds
    -- the account below; from then on only the account counts.
    email    TEXT NOT NULL UNIQUE,
    -- Language of the console.
    language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('ar', 'en')),
    -- 0 if the person may no longer sign in.
    active   INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    -- Account at the identity provider (OpenID Connect `iss` and `sub`); NULL until the first
    -- sign-in.
    issuer   TEXT,
    subject  TEXT,
    -- Goes up by one with each change, so that two editors can't overwrite each other.
    version  INTEGER NOT NULL DEFAULT 1,
    CHECK ((issuer IS NULL) = (subject IS NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX staff_by_account ON staff (issuer, subject) WHERE subject IS NOT NULL;

-- Roles of a person; one person may have several.
CREATE TABLE roles (
    staff  TEXT NOT NULL REFERENCES staff (id),
    role   TEXT NOT NULL CHECK (role IN (
        'employee', 'supervisor', 'administrator',
        'decision_maker', 'auditor', 'platform_administrator'
    )),
    -- NULL for a role that covers all entities.
    entity TEXT REFERENCES entities (id),
    CHECK ((entity IS NULL) = (role IN ('decision_maker', 'auditor', 'platform_administrator')))
) STRICT;

CREATE UNIQUE INDEX roles_by_staff ON roles (staff, role, coalesce(entity, ''));
CREATE INDEX roles_by_entity ON roles (entity, staff);

CREATE TABLE sessions (
    -- SHA-256 of the session token in the browser's cookie.
    digest     TEXT PRIMARY KEY,
    staff      TEXT NOT NULL REFERENCES staff (id),
    created_at TEXT NOT NULL,
    -- Last request, written at most once a minute.
    seen_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_staff ON sessions (staff);
CREATE INDEX sessions_by_seen ON sessions (seen_at);

-- Sign-ins under way: the person is at the identity provider. The row is deleted on return, so
-- that each sign-in is completed at most once.
CREATE TABLE sign_ins (
    -- SHA-256 of the parameter `state`.
    digest     TEXT PRIMARY KEY,
    -- SHA-256 of the token in the cookie of the browser that began the sign-in.
    browser    TEXT NOT NULL,
    -- OpenID Connect `nonce` and PKCE `code_verifier`.
    nonce      TEXT NOT NULL,
    verifier   TEXT NOT NULL,
    -- Page of the console to show afterwards.
    target     TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);
