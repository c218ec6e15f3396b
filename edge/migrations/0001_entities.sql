-- Directory: the entities that receive participations, their services, and the websites that may
-- send them. README.md in this folder lists the conventions of all columns.

CREATE TABLE entities (
    -- Short name, as it stands in addresses: `rta`.
    id             TEXT PRIMARY KEY,
    name_ar        TEXT NOT NULL,
    name_en        TEXT NOT NULL,
    -- `organisation` is a body that takes part without being part of the government.
    kind           TEXT NOT NULL CHECK (kind IN ('government', 'organisation')),
    -- Days from the end of a participation until its content is erased.
    retention_days INTEGER NOT NULL DEFAULT 730 CHECK (retention_days > 0)
) STRICT, WITHOUT ROWID;

-- Services of an entity, nested one level deep: main services, and the services under each.
CREATE TABLE services (
    entity   TEXT NOT NULL REFERENCES entities (id),
    -- Short name, unique within the entity. It never changes.
    id       TEXT NOT NULL,
    -- Main service that this one belongs to; NULL for a main service.
    parent   TEXT,
    -- Order among the entity's services.
    position INTEGER NOT NULL,
    name_ar  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    -- 1 if the service takes no new participations. Those that it has stay.
    retired  INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    PRIMARY KEY (entity, id),
    FOREIGN KEY (entity, parent) REFERENCES services (entity, id)
) STRICT, WITHOUT ROWID;

-- Web origins whose pages may submit to an entity.
CREATE TABLE origins (
    entity TEXT NOT NULL REFERENCES entities (id),
    -- Scheme, host and port. `https://*.example` stands for every subdomain of that host.
    origin TEXT NOT NULL,
    PRIMARY KEY (entity, origin)
) STRICT, WITHOUT ROWID;
