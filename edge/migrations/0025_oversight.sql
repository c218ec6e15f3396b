-- Oversight: what each person has done and read, over all cases, and ratings by the time at which
-- they were given.

-- Only events of staff: a submission writes none of these rows.
CREATE INDEX events_by_staff ON events (actor, at) WHERE substr(actor, 1, 6) = 'staff:';
CREATE INDEX events_by_time ON events (at) WHERE substr(actor, 1, 6) = 'staff:';

CREATE INDEX readings_by_staff ON readings (staff, at);
CREATE INDEX readings_by_time ON readings (at);

-- Ratings by their authors, at the entity that had custody.
CREATE INDEX events_by_rating ON events (entity, at) WHERE substr(what, 1, 14) = '{"verb":"rate"';

-- For the list of people to choose from.
CREATE INDEX staff_by_name ON staff (name);
