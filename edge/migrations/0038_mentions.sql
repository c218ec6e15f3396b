-- Mentions to look at: public posts and comments that name the service, and what a listening team
-- made of them.

CREATE TABLE mentions (
    id              TEXT PRIMARY KEY,
    -- domain/src/intake/channel.rs.
    channel         TEXT NOT NULL,
    -- Entity whose account was named; the platform's team for an account of all.
    entity          TEXT NOT NULL,
    -- HMAC of the channel and the post's id, by which a repetition and a deletion find it.
    post_code       TEXT NOT NULL,
    -- Code of its author's account under the current contact key; NULL once it is forgotten.
    author_code     TEXT,
    -- Sealed post and author; NULL once they are forgotten.
    content         TEXT,
    content_key     TEXT,
    -- domain/src/channel/mention.rs.
    state           TEXT NOT NULL CHECK (state IN ('open', 'dismissed', 'taken', 'deleted')),
    decided_by      TEXT,
    -- Participation that was made of it.
    participation   TEXT REFERENCES participations (reference),
    taken_over_at   TEXT,
    published_at    TEXT NOT NULL,
    received_at     TEXT NOT NULL,
    -- Rises with each change. A writer that has read an older one starts anew.
    version         INTEGER NOT NULL,
    -- Time at which it is answered in public, or by a cron job if that was lost; NULL if it isn't.
    answer_due_at   TEXT,
    answer_failures INTEGER NOT NULL DEFAULT 0,
    answered_at     TEXT
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX mentions_by_post ON mentions (channel, post_code);
CREATE INDEX mentions_by_state ON mentions (entity, state, published_at);
CREATE INDEX mentions_by_author ON mentions (channel, author_code)
    WHERE state = 'taken' AND taken_over_at IS NULL;
CREATE INDEX mentions_by_participation ON mentions (participation)
    WHERE participation IS NOT NULL;
CREATE INDEX mentions_by_answer ON mentions (answer_due_at) WHERE answer_due_at IS NOT NULL;
CREATE INDEX mentions_by_time ON mentions (received_at);
CREATE INDEX mentions_by_key ON mentions (content_key);

-- Latest post that polling of a channel has brought.
CREATE TABLE polled (
    channel TEXT PRIMARY KEY,
    newest  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
