-- Profiles of customers: one place for all that somebody has sent, for whoever wants one. Nothing
-- needs a profile, and none holds a name, a mail address or a number.

CREATE TABLE profiles (
    id         TEXT PRIMARY KEY,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Ways to sign in to a profile. An account belongs to one profile.
CREATE TABLE ways_in (
    provider   TEXT NOT NULL CHECK (provider IN ('uae_pass', 'passkey')),
    -- Account at the provider: the uuid of UAE PASS, the credential id of a passkey.
    subject    TEXT NOT NULL,
    profile    TEXT NOT NULL REFERENCES profiles (id),
    -- Level of assurance that UAE PASS named at the latest sign-in.
    level      TEXT CHECK (level IN ('sop1', 'sop2', 'sop3', 'visitor')),
    -- Public key of a passkey, as JSON Web Key, and its count of signatures.
    public_key TEXT,
    signatures INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    used_at    TEXT NOT NULL,
    PRIMARY KEY (provider, subject),
    CHECK ((provider = 'passkey') = (public_key IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX ways_in_by_profile ON ways_in (profile);

CREATE TABLE profile_sessions (
    -- SHA-256 of the session token in the browser's cookie.
    digest     TEXT PRIMARY KEY,
    profile    TEXT NOT NULL REFERENCES profiles (id),
    provider   TEXT NOT NULL,
    -- Browser and system, as far as the browser names them.
    device     TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- Last request, written at most once a minute.
    seen_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX profile_sessions_by_profile ON profile_sessions (profile);
CREATE INDEX profile_sessions_by_seen ON profile_sessions (seen_at);

-- Sign-ins of customers under way. The row is deleted on return, so that each is completed once.
CREATE TABLE profile_attempts (
    -- SHA-256 of the parameter `state`, or of a passkey's challenge.
    digest     TEXT PRIMARY KEY,
    -- SHA-256 of the token in the cookie of the browser that began the sign-in.
    browser    TEXT NOT NULL,
    -- PKCE `code_verifier`.
    verifier   TEXT NOT NULL,
    -- Profile that the way is added to; NULL if somebody signs in.
    profile    TEXT REFERENCES profiles (id),
    -- Language of the page to show afterwards.
    language   TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX profile_attempts_by_expiry ON profile_attempts (expires_at);
CREATE INDEX profile_attempts_by_profile ON profile_attempts (profile) WHERE profile IS NOT NULL;

-- Keys that a session opened a participation with. They end with the session.
ALTER TABLE link_keys ADD COLUMN session TEXT
    REFERENCES profile_sessions (digest) ON DELETE CASCADE;

CREATE INDEX link_keys_by_session ON link_keys (session) WHERE session IS NOT NULL;

-- Participations in a profile. A tracking key adds one, or its sending.
CREATE TABLE profile_participations (
    profile       TEXT NOT NULL REFERENCES profiles (id),
    participation TEXT NOT NULL REFERENCES participations (reference),
    -- 1 if it was sent from the profile, whose it is then for sure.
    is_sent       INTEGER NOT NULL CHECK (is_sent IN (0, 1)),
    added_at      TEXT NOT NULL,
    -- Time up to which messages had been shown at the latest opening; those after it are unread.
    seen_at       TEXT,
    PRIMARY KEY (profile, participation)
) STRICT, WITHOUT ROWID;

CREATE INDEX profile_participations_by_participation ON profile_participations (participation);

-- Profiles that a participation was taken back from, and which can't add it again.
CREATE TABLE profile_bars (
    participation TEXT NOT NULL REFERENCES participations (reference) ON DELETE CASCADE,
    profile       TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
    PRIMARY KEY (participation, profile)
) STRICT, WITHOUT ROWID;

CREATE INDEX profile_bars_by_profile ON profile_bars (profile);

-- History of a profile: sign-ins, and changes of its ways in. Its owner reads it.
CREATE TABLE profile_history (
    id       INTEGER PRIMARY KEY,
    profile  TEXT NOT NULL REFERENCES profiles (id),
    at       TEXT NOT NULL,
    what     TEXT NOT NULL CHECK (what IN ('signed_in', 'linked', 'unlinked', 'signed_out_everywhere')),
    provider TEXT,
    device   TEXT NOT NULL
) STRICT;

CREATE INDEX profile_history_by_profile ON profile_history (profile, at);
CREATE INDEX profile_history_by_time ON profile_history (at);
