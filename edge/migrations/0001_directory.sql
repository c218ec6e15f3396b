-- Who can be spoken to, about what, and from which pages.

CREATE TABLE entities (
    id       TEXT PRIMARY KEY,
    name_ar  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    -- A government body, or an organisation that takes part without being one.
    kind     TEXT NOT NULL CHECK (kind IN ('government', 'organisation'))
) STRICT, WITHOUT ROWID;

-- One level of nesting: a main service, and the services under it.
CREATE TABLE services (
    entity   TEXT NOT NULL REFERENCES entities (id),
    id       TEXT NOT NULL,
    parent   TEXT,
    position INTEGER NOT NULL,
    name_ar  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    PRIMARY KEY (entity, id),
    FOREIGN KEY (entity, parent) REFERENCES services (entity, id)
) STRICT, WITHOUT ROWID;

-- Web origins whose pages may send to an entity. `https://*.example` stands for any subdomain.
CREATE TABLE origins (
    entity   TEXT NOT NULL REFERENCES entities (id),
    origin   TEXT NOT NULL,
    PRIMARY KEY (entity, origin)
) STRICT, WITHOUT ROWID;
