-- Reasons of corrections: a closed month that is asked for again, with a reason, is counted anew, and
-- becomes another release if its figures have changed.
ALTER TABLE closings ADD COLUMN reason TEXT CHECK (length(reason) BETWEEN 1 AND 500);
