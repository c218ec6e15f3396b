-- Posts that polling has left out, since an answer has a hundred at most: those after the first and
-- before the second, which are asked for before later ones. NULL if there are none.
ALTER TABLE polled ADD COLUMN gap_after TEXT;
ALTER TABLE polled ADD COLUMN gap_before TEXT;
