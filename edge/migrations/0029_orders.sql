-- Orders in which an entity's cases are listed: by the time of receipt, and of the latest event.

CREATE INDEX participations_by_receipt ON participations (turn, received_at, reference);
CREATE INDEX participations_by_change ON participations (turn, updated_at, reference);
