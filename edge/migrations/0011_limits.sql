-- Limits: small pieces of an upload.

-- Number of pieces smaller than 64 KiB that have come. Each rewrites the remainder, which may be a
-- hundred times as large, so their number is limited.
ALTER TABLE uploads ADD COLUMN small_pieces INTEGER NOT NULL DEFAULT 0;
