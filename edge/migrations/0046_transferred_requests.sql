-- Requests by Open311 that were transferred: the entity whose system sent them still follows them.
CREATE INDEX participations_by_sender ON participations (entity)
WHERE channel = 'open311' AND turn <> entity;
