-- Malware scans of attachments.
ALTER TABLE attachments ADD COLUMN scan TEXT NOT NULL DEFAULT 'waiting'
    CHECK (scan IN ('waiting', 'clean', 'infected', 'unscannable'));

-- Time from which the cron job queues a waiting attachment again; '' at once.
ALTER TABLE attachments ADD COLUMN scan_due_at TEXT NOT NULL DEFAULT '';

-- Number of scans that the scanner didn't finish.
ALTER TABLE attachments ADD COLUMN scan_failures INTEGER NOT NULL DEFAULT 0;

-- Name of what was found, or the reason why it can't be scanned; NULL while waiting and if clean.
ALTER TABLE attachments ADD COLUMN finding TEXT;

CREATE INDEX attachments_by_scan ON attachments (scan_due_at) WHERE scan = 'waiting';
