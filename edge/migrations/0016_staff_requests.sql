-- Updates of staff that wait for a second person.

-- `domain::access::staff_update` says which updates wait. A row goes when it's confirmed, refused
-- or has expired; the log of security events tells which.
CREATE TABLE staff_requests (
    id         TEXT PRIMARY KEY,
    -- Person to update; the id that a new person will have.
    staff      TEXT NOT NULL,
    -- Entity whose roles are set; NULL for the roles at all entities.
    entity     TEXT REFERENCES entities (id),
    asked_by   TEXT NOT NULL REFERENCES staff (id),
    asked_at   TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    -- Version of the person that the update is based on; 0 for a new person.
    version    INTEGER NOT NULL,
    -- Name, e-mail address, roles and state, as JSON.
    value      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A person has one waiting update for each entity: a later one replaces it.
CREATE UNIQUE INDEX staff_requests_by_staff ON staff_requests (staff, coalesce(entity, ''));
CREATE INDEX staff_requests_by_entity ON staff_requests (entity, asked_at);
CREATE INDEX staff_requests_by_expiry ON staff_requests (expires_at);
