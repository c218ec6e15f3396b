-- Marks of documents that can do more than be read: a JSON list of `macros` and `embedded_package`.

ALTER TABLE uploads ADD COLUMN marks TEXT NOT NULL DEFAULT '[]';
ALTER TABLE attachments ADD COLUMN marks TEXT NOT NULL DEFAULT '[]';
