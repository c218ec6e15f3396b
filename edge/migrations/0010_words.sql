-- Words belong to the event that they were said with, and to whoever may read them; attachments may have come with them.
ALTER TABLE messages ADD COLUMN sequence INTEGER;
ALTER TABLE messages ADD COLUMN audience TEXT NOT NULL DEFAULT 'everyone' CHECK (audience IN ('everyone', 'staff'));

-- Empty for what came with the participation itself.
ALTER TABLE attachments ADD COLUMN message TEXT REFERENCES messages (id);

-- How content the customer is with the handling.
ALTER TABLE participations ADD COLUMN rating TEXT CHECK (rating IN ('happy', 'neutral', 'unhappy'));
