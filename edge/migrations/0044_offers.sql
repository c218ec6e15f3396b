-- Transfers of cases, by the entity that they were offered to. An entity that returned a case doesn't
-- have it any more, but its figures count the return: the list of cases behind such a figure is read
-- by this index. It holds transfers alone.
CREATE INDEX events_by_offer ON events (what ->> 'to') WHERE substr(what, 1, 18) = '{"verb":"transfer"';
