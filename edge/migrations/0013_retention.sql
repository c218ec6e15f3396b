-- What has ended, entity by entity: each keeps it for a time of its own, and only what is over is read.
DROP INDEX participations_by_end;

CREATE INDEX participations_by_end ON participations (entity, updated_at)
WHERE erased_at IS NULL AND stage IN ('closed', 'withdrawn', 'declined');
