-- Messengers: conversations with people who write by one, what they are answered, and how far each
-- answer came.

-- Conversation with one person by one channel. It is deleted once it has ended and its answers are
-- settled.
CREATE TABLE conversations (
    id           TEXT PRIMARY KEY,
    -- domain/src/intake/channel.rs.
    channel      TEXT NOT NULL,
    -- Code of the address under the current contact key, by which the conversation is found.
    address_code TEXT NOT NULL,
    -- Sealed address there, such as a telephone number.
    address      TEXT NOT NULL,
    address_key  TEXT NOT NULL,
    -- Sealed state of the conversation, with what was said so far; NULL if none is under way.
    state        TEXT,
    state_key    TEXT,
    -- Rises with each change. A writer that has read an older one starts anew.
    version      INTEGER NOT NULL DEFAULT 0,
    -- Time of the person's last message, which opens the window of free text; NULL if they haven't
    -- written since the conversation began.
    heard_at     TEXT,
    -- Time at which silence ends the conversation, or its row is deleted.
    wake_at      TEXT NOT NULL,
    -- End of the lock of whoever is sending answers; NULL if nobody is.
    sending_until TEXT
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX conversations_by_address ON conversations (channel, address_code);
CREATE INDEX conversations_by_wake ON conversations (wake_at);
CREATE INDEX conversations_by_key ON conversations (address_key);

-- What webhooks brought and no conversation has taken yet, by sender. A row is written before the
-- webhook is answered, and deleted in the batch that takes its messages.
CREATE TABLE inbox (
    id          TEXT PRIMARY KEY,
    channel     TEXT NOT NULL,
    -- Sealed messages or statuses.
    content     TEXT NOT NULL,
    content_key TEXT NOT NULL,
    received_at TEXT NOT NULL,
    failures    INTEGER NOT NULL DEFAULT 0,
    -- Time at which a cron job puts it into the queue again.
    due_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX inbox_by_due ON inbox (due_at);

-- Messages that conversations have taken, each once.
CREATE TABLE taken_messages (
    -- HMAC of the channel and the other system's id, which may contain a number.
    id       TEXT PRIMARY KEY,
    taken_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX taken_messages_by_time ON taken_messages (taken_at);

-- Answers and notices to people by a messenger.
CREATE TABLE replies (
    -- Derived from the message that is answered, so that a repetition writes no second answer.
    id            TEXT PRIMARY KEY,
    conversation  TEXT NOT NULL REFERENCES conversations (id),
    -- Order in which the answers of a conversation are sent.
    sequence      INTEGER NOT NULL,
    -- Participation that a notice is about; NULL for an answer within the conversation.
    participation TEXT REFERENCES participations (reference),
    -- Notice that it delivers.
    notice        TEXT,
    -- 1: work to do, such as a submission, instead of a message to send. Work doesn't wait for
    -- messages that can't be sent.
    is_work       INTEGER NOT NULL DEFAULT 0 CHECK (is_work IN (0, 1)),
    -- Sealed message or work; NULL once it is settled.
    message       TEXT,
    message_key   TEXT,
    created_at    TEXT NOT NULL,
    -- Time at which it is sent, or by a cron job if it was lost; NULL once it is settled.
    due_at        TEXT,
    failures      INTEGER NOT NULL DEFAULT 0,
    -- Time before which it isn't tried again; NULL before the first failure.
    not_before    TEXT,
    -- HMAC of the other system's id, by which later statuses name it; NULL until it is sent.
    sent_id       TEXT,
    -- How far it came: `sent`, `delivered`, `read`, or `failed`.
    status        TEXT CHECK (status IN ('sent', 'delivered', 'read', 'failed')),
    status_at     TEXT,
    -- Reason why it failed, or why the last attempt did.
    failed_of     TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX replies_by_conversation ON replies (conversation, sequence);
CREATE INDEX replies_by_participation ON replies (participation) WHERE participation IS NOT NULL;
CREATE INDEX replies_by_due ON replies (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX replies_by_sent_id ON replies (sent_id) WHERE sent_id IS NOT NULL;
CREATE INDEX replies_by_time ON replies (created_at);

-- Address at a messenger by which a participation came, and by which its author is told of it.
CREATE TABLE addresses (
    participation TEXT PRIMARY KEY REFERENCES participations (reference),
    channel       TEXT NOT NULL,
    address_code  TEXT NOT NULL,
    address       TEXT NOT NULL,
    address_key   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX addresses_by_address ON addresses (channel, address_code);
CREATE INDEX addresses_by_key ON addresses (address_key);

-- Channels whose other side refuses our access, until it takes a message again.
CREATE TABLE stopped_channels (
    channel    TEXT PRIMARY KEY,
    stopped_at TEXT NOT NULL,
    -- Code of the error.
    code       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
