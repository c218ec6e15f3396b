-- What all entities have to do, in the order of what is due first, for those who see it all: a page of it is a range of one index.
CREATE INDEX participations_by_place_everywhere ON participations (place);
