-- Absences of staff, each with a deputy who gets what comes meanwhile: one for a person at an entity.

CREATE TABLE absences (
    entity    TEXT NOT NULL REFERENCES entities (id),
    -- Person who is away.
    staff     TEXT NOT NULL REFERENCES staff (id),
    deputy    TEXT NOT NULL REFERENCES staff (id),
    -- Days of the entity's calendar (`2026-11-24`).
    first_day TEXT NOT NULL,
    last_day  TEXT NOT NULL,
    -- Person who set it: the one who is away, or a supervisor.
    set_by    TEXT NOT NULL REFERENCES staff (id),
    set_at    TEXT NOT NULL,
    PRIMARY KEY (entity, staff),
    CHECK (staff <> deputy),
    CHECK (first_day <= last_day)
) STRICT, WITHOUT ROWID;
