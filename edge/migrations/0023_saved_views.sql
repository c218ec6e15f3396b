-- Saved views: a queue with filters and an order, under a name.

CREATE TABLE saved_views (
    id         TEXT PRIMARY KEY,
    -- Person who saved it.
    staff      TEXT NOT NULL REFERENCES staff (id),
    -- Entity whose staff see it too; NULL if the person alone does.
    entity     TEXT REFERENCES entities (id),
    name       TEXT NOT NULL,
    -- Query of the list's address: domain/src/saved_view.rs.
    query      TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX saved_views_by_staff ON saved_views (staff, name);
CREATE INDEX saved_views_by_entity ON saved_views (entity, name) WHERE entity IS NOT NULL;
