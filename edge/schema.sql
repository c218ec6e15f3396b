-- The schema after all migrations, without their comments. The test in
-- tests/src/schema.rs writes it: see edge/migrations/README.md.

CREATE TABLE absences (
    entity TEXT NOT NULL REFERENCES entities (id),
    staff TEXT NOT NULL REFERENCES staff (id),
    deputy TEXT NOT NULL REFERENCES staff (id),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    set_by TEXT NOT NULL REFERENCES staff (id),
    set_at TEXT NOT NULL,
    PRIMARY KEY (entity, staff),
    CHECK (staff <> deputy),
    CHECK (first_day <= last_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE addresses (
    participation TEXT PRIMARY KEY REFERENCES participations (reference),
    channel TEXT NOT NULL,
    address_code TEXT NOT NULL,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX addresses_by_address ON addresses (channel, address_code);
CREATE INDEX addresses_by_key ON addresses (address_key);

CREATE TABLE alerts (
    condition TEXT PRIMARY KEY,
    level TEXT NOT NULL CHECK (level IN ('fine', 'warning', 'critical')),
    changed_at TEXT NOT NULL,
    told TEXT NOT NULL DEFAULT 'fine' CHECK (told IN ('fine', 'warning', 'critical'))
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    entity TEXT NOT NULL REFERENCES entities (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    created_by TEXT REFERENCES staff (id),
    last_used_at TEXT,
    revoked_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_by_entity ON api_keys (entity, created_at);

CREATE TABLE attachments (
    id TEXT PRIMARY KEY,
    participation TEXT NOT NULL REFERENCES participations (reference),
    message TEXT REFERENCES messages (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    object_key TEXT NOT NULL,
    transcript TEXT,
    transcribed_by TEXT,
    transcribed_at TEXT,
    marks TEXT NOT NULL DEFAULT '[]',
    scan TEXT NOT NULL DEFAULT 'waiting' CHECK (scan IN ('waiting', 'clean', 'infected', 'unscannable')),
    scan_due_at TEXT NOT NULL DEFAULT '',
    scan_failures INTEGER NOT NULL DEFAULT 0,
    finding TEXT,
    sha256 TEXT,
    UNIQUE (participation, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachments_by_scan ON attachments (scan_due_at) WHERE scan = 'waiting';

CREATE TABLE closings (
    month TEXT PRIMARY KEY,
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 500)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    address_code TEXT NOT NULL,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    state TEXT,
    state_key TEXT,
    version INTEGER NOT NULL DEFAULT 0,
    heard_at TEXT,
    wake_at TEXT NOT NULL,
    sending_until TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX conversations_by_address ON conversations (channel, address_code);
CREATE INDEX conversations_by_key ON conversations (address_key);
CREATE INDEX conversations_by_wake ON conversations (wake_at);

CREATE TABLE deliveries (
    notice TEXT NOT NULL,
    way TEXT NOT NULL,
    participation TEXT REFERENCES participations (reference),
    template TEXT NOT NULL,
    told_at TEXT NOT NULL,
    state TEXT NOT NULL,
    cause TEXT,
    detail TEXT,
    their_id TEXT,
    address TEXT,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (notice, way)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_by_participation ON deliveries (participation, told_at) WHERE participation IS NOT NULL;
CREATE INDEX deliveries_by_their_id ON deliveries (way, their_id) WHERE their_id IS NOT NULL;
CREATE INDEX deliveries_of_staff ON deliveries (changed_at) WHERE participation IS NULL;
CREATE TRIGGER deliveries_begun AFTER INSERT ON deliveries BEGIN INSERT INTO delivery_counts (day, way, state, count) VALUES (substr(new.changed_at, 1, 10), new.way, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER deliveries_changed AFTER UPDATE OF state ON deliveries WHEN new.state <> old.state BEGIN INSERT INTO delivery_counts (day, way, state, count) VALUES (substr(new.changed_at, 1, 10), new.way, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1; END;

CREATE TABLE delivery_counts (
    day TEXT NOT NULL,
    way TEXT NOT NULL,
    state TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, way, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE entities (
    id TEXT PRIMARY KEY,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('government', 'organisation')),
    retention_days INTEGER NOT NULL DEFAULT 730 CHECK (retention_days > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    participation TEXT NOT NULL REFERENCES participations (reference),
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    stage TEXT NOT NULL,
    entity TEXT NOT NULL,
    content_digest TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    what TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (participation, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_offer ON events (what ->> 'to') WHERE substr(what, 1, 18) = '{"verb":"transfer"';
CREATE INDEX events_by_rating ON events (entity, at) WHERE substr(what, 1, 14) = '{"verb":"rate"';
CREATE INDEX events_by_staff ON events (actor, at) WHERE substr(actor, 1, 6) = 'staff:';
CREATE INDEX events_by_time ON events (at) WHERE substr(actor, 1, 6) = 'staff:';
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events WHEN NOT EXISTS (SELECT 1 FROM participations WHERE reference = OLD.participation AND is_test = 1) BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE participation = NEW.participation AND sequence = NEW.sequence) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: events.participation, events.sequence'); END;

CREATE TABLE garbage (
    object_key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE hands (
    entity TEXT NOT NULL REFERENCES entities (id),
    place TEXT NOT NULL,
    participation TEXT NOT NULL REFERENCES participations (reference),
    PRIMARY KEY (entity, place, participation)
) STRICT, WITHOUT ROWID;
CREATE INDEX hands_by_participation ON hands (participation);

CREATE TABLE idempotency_keys (
    digest TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    reference TEXT NOT NULL REFERENCES participations (reference) DEFERRABLE INITIALLY DEFERRED,
    suggestion_reference TEXT,
    tracking_secret TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_keys_by_reference ON idempotency_keys (reference);

CREATE TABLE inbox (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    content TEXT NOT NULL,
    content_key TEXT NOT NULL,
    received_at TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    due_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_by_due ON inbox (due_at);

CREATE TABLE introductions (
    staff TEXT NOT NULL REFERENCES staff (id),
    entity TEXT NOT NULL REFERENCES entities (id),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (staff, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX introductions_by_entity ON introductions (entity);

CREATE TABLE lessons (
    participation TEXT NOT NULL REFERENCES participations (reference),
    action INTEGER NOT NULL,
    entity TEXT NOT NULL REFERENCES entities (id),
    service TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('implemented', 'effective')),
    published_on TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (participation, action)
) STRICT, WITHOUT ROWID;
CREATE INDEX lessons_by_day ON lessons (published_on);
CREATE INDEX lessons_by_entity ON lessons (entity, published_on);

CREATE TABLE limits (
    client TEXT NOT NULL,
    day TEXT NOT NULL,
    what TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, what, client)
) STRICT, WITHOUT ROWID;

CREATE TABLE link_keys (
    participation TEXT NOT NULL REFERENCES participations (reference),
    key_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    session TEXT REFERENCES profile_sessions (digest) ON DELETE CASCADE,
    PRIMARY KEY (participation, key_hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_keys_by_session ON link_keys (session) WHERE session IS NOT NULL;

CREATE TABLE machine_transcripts (
    attachment TEXT PRIMARY KEY REFERENCES attachments (id) ON DELETE CASCADE,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'heard', 'silent', 'too_long', 'unreadable')),
    due_at TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    refusals INTEGER NOT NULL DEFAULT 0,
    text TEXT,
    starts TEXT,
    language TEXT,
    confidence INTEGER CHECK (confidence BETWEEN 0 AND 100),
    at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX machine_transcripts_by_due ON machine_transcripts (due_at) WHERE state = 'waiting';
CREATE INDEX machine_transcripts_by_failures ON machine_transcripts (failures) WHERE state = 'waiting' AND failures >= 3;

CREATE TABLE measured_times (
    measure TEXT NOT NULL,
    month TEXT NOT NULL,
    kind TEXT NOT NULL,
    entity TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (measure, month, kind, entity, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE mentions (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    entity TEXT NOT NULL,
    post_code TEXT NOT NULL,
    author_code TEXT,
    content TEXT,
    content_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'dismissed', 'taken', 'deleted')),
    decided_by TEXT,
    participation TEXT REFERENCES participations (reference),
    taken_over_at TEXT,
    published_at TEXT NOT NULL,
    received_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    answer_due_at TEXT,
    answer_failures INTEGER NOT NULL DEFAULT 0,
    answered_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_answer ON mentions (answer_due_at) WHERE answer_due_at IS NOT NULL;
CREATE INDEX mentions_by_author ON mentions (channel, author_code) WHERE state = 'taken' AND taken_over_at IS NULL;
CREATE INDEX mentions_by_key ON mentions (content_key);
CREATE INDEX mentions_by_participation ON mentions (participation) WHERE participation IS NOT NULL;
CREATE UNIQUE INDEX mentions_by_post ON mentions (channel, post_code);
CREATE INDEX mentions_by_state ON mentions (entity, state, published_at);
CREATE INDEX mentions_by_time ON mentions (received_at);

CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    participation TEXT NOT NULL REFERENCES participations (reference),
    sequence INTEGER,
    at TEXT NOT NULL,
    author TEXT NOT NULL CHECK (author IN ('customer', 'entity')),
    audience TEXT NOT NULL DEFAULT 'everyone' CHECK (audience IN ('everyone', 'staff')),
    text TEXT NOT NULL,
    root_cause TEXT NOT NULL DEFAULT '[]',
    public_words TEXT NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;
CREATE INDEX messages_by_participation ON messages (participation, at);

CREATE TABLE one_time_codes (
    participation TEXT PRIMARY KEY REFERENCES participations (reference),
    notice TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE origins (
    entity TEXT NOT NULL REFERENCES entities (id),
    origin TEXT NOT NULL,
    PRIMARY KEY (entity, origin)
) STRICT, WITHOUT ROWID;

CREATE TABLE "outbox" (
    id TEXT PRIMARY KEY,
    participation TEXT REFERENCES participations (reference),
    template TEXT NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT,
    taken_until TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    failed_of TEXT,
    outcome TEXT CHECK (outcome IN ('delivered', 'held', 'dead')),
    settled_at TEXT,
    to_contact TEXT,
    to_contact_key TEXT,
    staff TEXT REFERENCES staff (id),
    CHECK ((outcome IS NULL) = (due_at IS NOT NULL)),
    CHECK (participation IS NOT NULL OR staff IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_by_due ON outbox (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_by_outcome ON outbox (outcome, settled_at) WHERE outcome IS NOT NULL;
CREATE INDEX outbox_by_participation ON outbox (participation);

CREATE TABLE participations (
    reference TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('suggestion', 'observation', 'complaint')),
    entity TEXT NOT NULL REFERENCES entities (id),
    service TEXT,
    stage TEXT NOT NULL,
    language TEXT NOT NULL,
    mood TEXT CHECK (mood IN ('happy', 'neutral', 'unhappy')),
    elapsed_ms INTEGER,
    complaint TEXT REFERENCES participations (reference),
    rating TEXT CHECK (rating IN ('happy', 'neutral', 'unhappy')),
    received_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    erased_at TEXT,
    first_response_due TEXT NOT NULL,
    resolution_due TEXT NOT NULL,
    due_at TEXT,
    escalated TEXT CHECK (escalated IN ('owner', 'supervisor', 'head')),
    wake_at TEXT,
    turn TEXT REFERENCES entities (id),
    offered_by TEXT REFERENCES entities (id),
    owner TEXT,
    priority TEXT NOT NULL DEFAULT 'ordinary' CHECK (priority IN ('ordinary', 'complex', 'urgent')),
    merged_into TEXT REFERENCES participations (reference),
    place TEXT NOT NULL DEFAULT '',
    search_id INTEGER,
    head TEXT NOT NULL DEFAULT '',
    tracking_key_hash TEXT NOT NULL,
    second_key_hash TEXT,
    salt TEXT NOT NULL,
    contact_key TEXT,
    contact TEXT,
    page TEXT,
    text TEXT,
    search_version INTEGER NOT NULL DEFAULT 0,
    channel TEXT NOT NULL DEFAULT 'web' CHECK (channel IN ('web', 'phone', 'counter', 'email', 'whatsapp', 'instagram', 'x', 'sms', 'open311', 'system', 'import')),
    location_key TEXT,
    location TEXT,
    action_due TEXT,
    news INTEGER,
    is_test INTEGER NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)),
    FOREIGN KEY (entity, service) REFERENCES services (entity, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX participations_by_action ON participations (turn, action_due) WHERE action_due IS NOT NULL;
CREATE INDEX participations_by_change ON participations (turn, updated_at, reference);
CREATE INDEX participations_by_clock ON participations (entity) WHERE wake_at IS NOT NULL;
CREATE INDEX participations_by_complaint ON participations (complaint) WHERE complaint IS NOT NULL;
CREATE INDEX participations_by_contact_key ON participations (contact_key) WHERE contact_key IS NOT NULL;
CREATE INDEX participations_by_end ON participations (entity, updated_at) WHERE erased_at IS NULL AND stage IN ('closed', 'withdrawn', 'declined');
CREATE INDEX participations_by_guest ON participations (turn) WHERE turn <> entity;
CREATE INDEX participations_by_kind ON participations (turn, kind, place);
CREATE INDEX participations_by_language ON participations (turn, language, place);
CREATE INDEX participations_by_location_key ON participations (location_key) WHERE location_key IS NOT NULL;
CREATE INDEX participations_by_merger ON participations (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX participations_by_news ON participations (turn, place) WHERE news IS NOT NULL;
CREATE INDEX participations_by_owner ON participations (turn, owner, place) WHERE place < '~';
CREATE INDEX participations_by_place ON participations (turn, place);
CREATE INDEX participations_by_place_everywhere ON participations (place);
CREATE INDEX participations_by_priority ON participations (turn, priority, place) WHERE priority <> 'ordinary';
CREATE INDEX participations_by_receipt ON participations (turn, received_at, reference);
CREATE INDEX participations_by_search ON participations (search_id) WHERE search_id = 0;
CREATE INDEX participations_by_search_version ON participations (search_version) WHERE search_id > 0 AND erased_at IS NULL;
CREATE INDEX participations_by_sender ON participations (entity) WHERE channel = 'open311' AND turn <> entity;
CREATE INDEX participations_by_service ON participations (turn, service, place) WHERE service IS NOT NULL;
CREATE INDEX participations_by_stage ON participations (turn, stage, place);
CREATE INDEX participations_by_test ON participations (received_at) WHERE is_test = 1;
CREATE INDEX participations_by_wake ON participations (wake_at) WHERE wake_at IS NOT NULL;
CREATE TRIGGER participations_are_about_what_is_offered BEFORE INSERT ON participations WHEN NEW.service IS NOT NULL AND EXISTS (SELECT 1 FROM services WHERE entity = NEW.entity AND id = NEW.service AND retired = 1) BEGIN SELECT RAISE(ABORT, 'constraint failed: the service is retired'); END;
CREATE TRIGGER references_stay BEFORE UPDATE OF reference ON participations WHEN NEW.reference <> OLD.reference BEGIN SELECT RAISE(ABORT, 'a participation keeps its number'); END;
CREATE TRIGGER tests_replace_nothing BEFORE INSERT ON participations WHEN EXISTS (SELECT 1 FROM participations WHERE reference = NEW.reference) BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: participations.reference'); END;
CREATE TRIGGER tests_stay_what_they_are BEFORE UPDATE OF is_test ON participations WHEN NEW.is_test <> OLD.is_test BEGIN SELECT RAISE(ABORT, 'a test stays a test, and nothing else becomes one'); END;

CREATE TABLE polled (
    channel TEXT PRIMARY KEY,
    newest TEXT NOT NULL,
    gap_after TEXT,
    gap_before TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE profile_attempts (
    digest TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    verifier TEXT NOT NULL,
    profile TEXT REFERENCES profiles (id),
    language TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX profile_attempts_by_expiry ON profile_attempts (expires_at);
CREATE INDEX profile_attempts_by_profile ON profile_attempts (profile) WHERE profile IS NOT NULL;

CREATE TABLE profile_bars (
    participation TEXT NOT NULL REFERENCES participations (reference) ON DELETE CASCADE,
    profile TEXT NOT NULL REFERENCES profiles (id) ON DELETE CASCADE,
    PRIMARY KEY (participation, profile)
) STRICT, WITHOUT ROWID;
CREATE INDEX profile_bars_by_profile ON profile_bars (profile);

CREATE TABLE profile_history (
    id INTEGER PRIMARY KEY,
    profile TEXT NOT NULL REFERENCES profiles (id),
    at TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('signed_in', 'linked', 'unlinked', 'signed_out_everywhere')),
    provider TEXT,
    device TEXT NOT NULL
) STRICT;
CREATE INDEX profile_history_by_profile ON profile_history (profile, at);
CREATE INDEX profile_history_by_time ON profile_history (at);

CREATE TABLE profile_participations (
    profile TEXT NOT NULL REFERENCES profiles (id),
    participation TEXT NOT NULL REFERENCES participations (reference),
    is_sent INTEGER NOT NULL CHECK (is_sent IN (0, 1)),
    added_at TEXT NOT NULL,
    seen_at TEXT,
    PRIMARY KEY (profile, participation)
) STRICT, WITHOUT ROWID;
CREATE INDEX profile_participations_by_participation ON profile_participations (participation);

CREATE TABLE profile_sessions (
    digest TEXT PRIMARY KEY,
    profile TEXT NOT NULL REFERENCES profiles (id),
    provider TEXT NOT NULL,
    device TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX profile_sessions_by_profile ON profile_sessions (profile);
CREATE INDEX profile_sessions_by_seen ON profile_sessions (seen_at);

CREATE TABLE profiles (
    id TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    left_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX profiles_by_leaving ON profiles (left_at) WHERE left_at IS NOT NULL;

CREATE TABLE readings (
    participation TEXT NOT NULL REFERENCES participations (reference),
    at TEXT NOT NULL,
    staff TEXT NOT NULL,
    what TEXT NOT NULL DEFAULT 'case' CHECK (what IN ('case', 'file', 'excerpt')),
    seen INTEGER NOT NULL DEFAULT 0,
    file TEXT,
    PRIMARY KEY (participation, at, staff)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_by_staff ON readings (staff, at);
CREATE INDEX readings_by_time ON readings (at);

CREATE TABLE recounts (
    entity TEXT PRIMARY KEY REFERENCES entities (id),
    due_at TEXT NOT NULL,
    reached TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE replies (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    sequence INTEGER NOT NULL,
    participation TEXT REFERENCES participations (reference),
    notice TEXT,
    is_work INTEGER NOT NULL DEFAULT 0 CHECK (is_work IN (0, 1)),
    message TEXT,
    message_key TEXT,
    created_at TEXT NOT NULL,
    due_at TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    not_before TEXT,
    sent_id TEXT,
    status TEXT CHECK (status IN ('sent', 'delivered', 'read', 'failed')),
    status_at TEXT,
    failed_of TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX replies_by_conversation ON replies (conversation, sequence);
CREATE INDEX replies_by_due ON replies (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX replies_by_participation ON replies (participation) WHERE participation IS NOT NULL;
CREATE UNIQUE INDEX replies_by_sent_id ON replies (sent_id) WHERE sent_id IS NOT NULL;
CREATE INDEX replies_by_time ON replies (created_at);

CREATE TABLE rising_days (
    entity TEXT PRIMARY KEY REFERENCES entities (id),
    day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rising_words (
    entity TEXT NOT NULL REFERENCES entities (id),
    word TEXT NOT NULL,
    now INTEGER NOT NULL,
    before INTEGER NOT NULL,
    PRIMARY KEY (entity, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (
    staff TEXT NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL CHECK (role IN ('employee', 'supervisor', 'administrator', 'decision_maker', 'auditor', 'platform_administrator')),
    entity TEXT REFERENCES entities (id),
    CHECK ((entity IS NULL) = (role IN ('decision_maker', 'auditor', 'platform_administrator')))
) STRICT;
CREATE INDEX roles_by_entity ON roles (entity, staff);
CREATE UNIQUE INDEX roles_by_staff ON roles (staff, role, coalesce(entity, ''));

CREATE TABLE runs (
    schedule TEXT PRIMARY KEY CHECK (schedule IN ('often', 'hourly')),
    first_at TEXT NOT NULL,
    latest_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_views (
    id TEXT PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id),
    entity TEXT REFERENCES entities (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_views_by_entity ON saved_views (entity, name) WHERE entity IS NOT NULL;
CREATE INDEX saved_views_by_staff ON saved_views (staff, name);

CREATE VIRTUAL TABLE search USING fts5 (participation UNINDEXED, entities, service, words, contact, tokenize = "ascii tokenchars '-/'", detail = 'column');

CREATE TABLE security_events (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    cause TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what ->> 'kind' IS NOT NULL)
) STRICT;
CREATE INDEX security_events_by_time ON security_events (at);
CREATE TRIGGER security_events_are_not_changed BEFORE UPDATE ON security_events BEGIN SELECT RAISE(ABORT, 'the log of security events is append-only'); END;
CREATE TRIGGER security_events_are_not_removed BEFORE DELETE ON security_events WHEN OLD.at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-730 days') BEGIN SELECT RAISE(ABORT, 'the log of security events is append-only'); END;
CREATE TRIGGER security_events_are_not_replaced BEFORE INSERT ON security_events WHEN EXISTS (SELECT 1 FROM security_events WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'the log of security events is append-only'); END;

CREATE TABLE services (
    entity TEXT NOT NULL REFERENCES entities (id),
    id TEXT NOT NULL,
    parent TEXT,
    position INTEGER NOT NULL,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL,
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    asks_place INTEGER NOT NULL DEFAULT 0 CHECK (asks_place IN (0, 1)),
    PRIMARY KEY (entity, id),
    FOREIGN KEY (entity, parent) REFERENCES services (entity, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    digest TEXT PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (id),
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_seen ON sessions (seen_at);
CREATE INDEX sessions_by_staff ON sessions (staff);

CREATE TABLE settings (
    part TEXT NOT NULL,
    entity TEXT NOT NULL REFERENCES entities (id),
    version INTEGER NOT NULL,
    value TEXT,
    PRIMARY KEY (part, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX settings_by_entity ON settings (entity);

CREATE TABLE settings_events (
    id INTEGER PRIMARY KEY,
    entity TEXT REFERENCES entities (id),
    part TEXT NOT NULL,
    at TEXT NOT NULL,
    staff TEXT NOT NULL REFERENCES staff (id),
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE INDEX settings_events_by_entity ON settings_events (entity, id);
CREATE TRIGGER settings_events_are_not_changed BEFORE UPDATE ON settings_events BEGIN SELECT RAISE(ABORT, 'the history of settings is append-only'); END;
CREATE TRIGGER settings_events_are_not_removed BEFORE DELETE ON settings_events BEGIN SELECT RAISE(ABORT, 'the history of settings is append-only'); END;

CREATE TABLE sign_ins (
    digest TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    target TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at);

CREATE TABLE spent_proofs (
    id TEXT PRIMARY KEY,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_proofs_by_expiry ON spent_proofs (expires_at);

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL DEFAULT 'en' CHECK (language IN ('ar', 'en')),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    issuer TEXT,
    subject TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    told_late INTEGER NOT NULL DEFAULT 1 CHECK (told_late IN (0, 1)),
    told_daily INTEGER NOT NULL DEFAULT 1 CHECK (told_daily IN (0, 1)),
    told_on TEXT,
    told_monthly INTEGER NOT NULL DEFAULT 0 CHECK (told_monthly IN (0, 1)),
    told_month TEXT NOT NULL DEFAULT '',
    CHECK ((issuer IS NULL) = (subject IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX staff_by_account ON staff (issuer, subject) WHERE subject IS NOT NULL;
CREATE INDEX staff_by_name ON staff (name);
CREATE INDEX staff_by_report ON staff (told_month) WHERE told_monthly = 1;

CREATE TABLE staff_requests (
    id TEXT PRIMARY KEY,
    staff TEXT NOT NULL,
    entity TEXT REFERENCES entities (id),
    asked_by TEXT NOT NULL REFERENCES staff (id),
    asked_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_requests_by_entity ON staff_requests (entity, asked_at);
CREATE INDEX staff_requests_by_expiry ON staff_requests (expires_at);
CREATE UNIQUE INDEX staff_requests_by_staff ON staff_requests (staff, coalesce(entity, ''));

CREATE TABLE stopped_channels (
    channel TEXT PRIMARY KEY,
    stopped_at TEXT NOT NULL,
    code TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE suppressions (
    address TEXT PRIMARY KEY,
    cause TEXT NOT NULL,
    way TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX suppressions_by_time ON suppressions (at);

CREATE TABLE system_creations (
    id TEXT PRIMARY KEY,
    entity TEXT NOT NULL REFERENCES entities (id),
    participation TEXT NOT NULL REFERENCES participations (reference),
    sequence INTEGER NOT NULL,
    at TEXT NOT NULL,
    since TEXT NOT NULL,
    queued INTEGER NOT NULL DEFAULT 0 CHECK (queued IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    reason TEXT,
    outcome TEXT CHECK (outcome IN ('created', 'failed')),
    outside_id TEXT,
    next_at TEXT,
    due_at TEXT,
    taken_until TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX system_creations_by_participation ON system_creations (participation, entity);
CREATE INDEX system_creations_due ON system_creations (entity, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX system_creations_failed ON system_creations (entity, at) WHERE outcome = 'failed';
CREATE INDEX system_creations_others ON system_creations (entity, at) WHERE outcome IS NOT 'failed';
CREATE INDEX system_creations_waiting ON system_creations (entity) WHERE outcome IS NULL;

CREATE TABLE systems (
    entity TEXT PRIMARY KEY REFERENCES entities (id),
    template TEXT NOT NULL,
    secret TEXT,
    secret_key TEXT,
    is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
    failing_since TEXT,
    rests_until TEXT,
    changed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE taken_messages (
    id TEXT PRIMARY KEY,
    taken_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX taken_messages_by_time ON taken_messages (taken_at);

CREATE TABLE tallies (
    dimension TEXT NOT NULL,
    period TEXT NOT NULL,
    entity TEXT NOT NULL,
    kind TEXT NOT NULL,
    member TEXT NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    timed INTEGER NOT NULL DEFAULT 0,
    in_two_minutes INTEGER NOT NULL DEFAULT 0,
    mood_happy INTEGER NOT NULL DEFAULT 0,
    mood_neutral INTEGER NOT NULL DEFAULT 0,
    mood_unhappy INTEGER NOT NULL DEFAULT 0,
    first_judged INTEGER NOT NULL DEFAULT 0,
    first_kept INTEGER NOT NULL DEFAULT 0,
    full_judged INTEGER NOT NULL DEFAULT 0,
    full_kept INTEGER NOT NULL DEFAULT 0,
    extended INTEGER NOT NULL DEFAULT 0,
    own_judged INTEGER NOT NULL DEFAULT 0,
    own_kept INTEGER NOT NULL DEFAULT 0,
    handover_judged INTEGER NOT NULL DEFAULT 0,
    handover_kept INTEGER NOT NULL DEFAULT 0,
    returned INTEGER NOT NULL DEFAULT 0,
    head_told INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    first_contact INTEGER NOT NULL DEFAULT 0,
    lived_minutes INTEGER NOT NULL DEFAULT 0,
    waited_minutes INTEGER NOT NULL DEFAULT 0,
    ended INTEGER NOT NULL DEFAULT 0,
    moved_once INTEGER NOT NULL DEFAULT 0,
    moved_twice INTEGER NOT NULL DEFAULT 0,
    came_back INTEGER NOT NULL DEFAULT 0,
    reopened INTEGER NOT NULL DEFAULT 0,
    declined_out_of_scope INTEGER NOT NULL DEFAULT 0,
    declined_duplicate INTEGER NOT NULL DEFAULT 0,
    declined_abusive INTEGER NOT NULL DEFAULT 0,
    merged INTEGER NOT NULL DEFAULT 0,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    lapsed INTEGER NOT NULL DEFAULT 0,
    asked_to_rate INTEGER NOT NULL DEFAULT 0,
    asked_rated INTEGER NOT NULL DEFAULT 0,
    rated_happy INTEGER NOT NULL DEFAULT 0,
    rated_neutral INTEGER NOT NULL DEFAULT 0,
    rated_unhappy INTEGER NOT NULL DEFAULT 0,
    upheld INTEGER NOT NULL DEFAULT 0,
    partly_upheld INTEGER NOT NULL DEFAULT 0,
    not_upheld INTEGER NOT NULL DEFAULT 0,
    resolved INTEGER NOT NULL DEFAULT 0,
    decided INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0,
    accepted_implemented INTEGER NOT NULL DEFAULT 0,
    implemented INTEGER NOT NULL DEFAULT 0,
    planned INTEGER NOT NULL DEFAULT 0,
    planned_kept INTEGER NOT NULL DEFAULT 0,
    actions_due INTEGER NOT NULL DEFAULT 0,
    actions_kept INTEGER NOT NULL DEFAULT 0,
    actions_checked INTEGER NOT NULL DEFAULT 0,
    actions_effective INTEGER NOT NULL DEFAULT 0,
    unmeasured_first INTEGER NOT NULL DEFAULT 0,
    unmeasured_full INTEGER NOT NULL DEFAULT 0,
    unmeasured_lived INTEGER NOT NULL DEFAULT 0,
    decided_judged INTEGER NOT NULL DEFAULT 0,
    decided_kept INTEGER NOT NULL DEFAULT 0,
    lessons INTEGER NOT NULL DEFAULT 0,
    saving INTEGER NOT NULL DEFAULT 0,
    saved_measured INTEGER NOT NULL DEFAULT 0,
    saved_estimated INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (dimension, period, entity, kind, member)
) STRICT, WITHOUT ROWID;

CREATE TABLE transcripts (
    attachment TEXT NOT NULL REFERENCES attachments (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    text TEXT,
    staff TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (attachment, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER transcripts_are_not_changed BEFORE UPDATE ON transcripts BEGIN SELECT RAISE(ABORT, 'versions of transcripts are append-only'); END;
CREATE TRIGGER transcripts_are_not_removed BEFORE DELETE ON transcripts WHEN EXISTS (SELECT 1 FROM attachments WHERE id = OLD.attachment) BEGIN SELECT RAISE(ABORT, 'versions of transcripts are append-only'); END;

CREATE TABLE unsubscribed (
    participation TEXT PRIMARY KEY REFERENCES participations (reference),
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    length INTEGER,
    offset INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    declared_type TEXT NOT NULL,
    metadata TEXT NOT NULL DEFAULT '',
    media_type TEXT,
    object_key TEXT NOT NULL,
    multipart TEXT,
    parts TEXT NOT NULL DEFAULT '[]',
    tail TEXT,
    spare_tail TEXT,
    writer TEXT,
    writer_until TEXT,
    client TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    marks TEXT NOT NULL DEFAULT '[]',
    small_pieces INTEGER NOT NULL DEFAULT 0,
    sha256 TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX uploads_by_client ON uploads (client, length);
CREATE INDEX uploads_by_expiry ON uploads (expires_at);

CREATE VIRTUAL TABLE vocabulary USING fts5vocab (search, row);

CREATE TABLE volumes (
    entity TEXT NOT NULL REFERENCES entities (id),
    month TEXT NOT NULL,
    transactions INTEGER NOT NULL CHECK (transactions > 0),
    entered_by TEXT NOT NULL REFERENCES staff (id),
    entered_at TEXT NOT NULL,
    PRIMARY KEY (month, entity)
) STRICT, WITHOUT ROWID;

CREATE TABLE ways_in (
    provider TEXT NOT NULL CHECK (provider IN ('uae_pass', 'passkey')),
    subject TEXT NOT NULL,
    profile TEXT NOT NULL REFERENCES profiles (id),
    level TEXT CHECK (level IN ('sop1', 'sop2', 'sop3', 'visitor')),
    public_key TEXT,
    signatures INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    used_at TEXT NOT NULL,
    PRIMARY KEY (provider, subject),
    CHECK ((provider = 'passkey') = (public_key IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX ways_in_by_profile ON ways_in (profile);

CREATE TABLE webhook_deliveries (
    id TEXT PRIMARY KEY,
    webhook TEXT NOT NULL REFERENCES webhooks (id),
    type TEXT,
    participation TEXT REFERENCES participations (reference),
    sequence INTEGER,
    snapshot TEXT,
    at TEXT NOT NULL,
    since TEXT NOT NULL,
    queued INTEGER NOT NULL DEFAULT 0 CHECK (queued IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    status INTEGER,
    reason TEXT,
    outcome TEXT CHECK (outcome IN ('delivered', 'failed')),
    settled_at TEXT,
    next_at TEXT,
    due_at TEXT,
    taken_until TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_deliveries_by_participation ON webhook_deliveries (participation, sequence) WHERE participation IS NOT NULL;
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, at);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_settled ON webhook_deliveries (settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    entity TEXT NOT NULL REFERENCES entities (id),
    url TEXT NOT NULL,
    types TEXT NOT NULL,
    secret TEXT NOT NULL,
    secret_key TEXT NOT NULL,
    former_secret TEXT,
    former_secret_key TEXT,
    former_until TEXT,
    off TEXT CHECK (off IN ('by_hand', 'gone', 'failing')),
    failing_since TEXT,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX webhooks_by_entity ON webhooks (entity);

-- Options of the full-text index.
-- secure-delete: 1
