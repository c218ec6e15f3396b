// Stores participations as if they had come over the years, straight into a D1 that lies on this machine.
// node seed.mjs <SQLite file> <how many> <file for a sample of their references>

import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const [file, count, sample] = process.argv.slice(2);
const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

const db = new DatabaseSync(file);
db.exec("PRAGMA cache_size = -1000000; PRAGMA synchronous = OFF");
// Every number once, in no visible order, with its check digit.
db.function("reference", { deterministic: true, useBigIntArguments: true }, (place) => {
  const digits = String((place * 61_803_398_879n) % 100_000_000_000n).padStart(11, "0");
  return digits + [...digits].reduce((interim, digit) => DAMM[interim][digit], "0");
});

// Half of them in Arabic, 300 letters in the middle; a third leaves a contact; all but the newest are closed, and three things happened to each.
db.exec(`
  BEGIN;
  CREATE TEMP TABLE seeded AS
  WITH RECURSIVE places (place) AS (SELECT 1 UNION ALL SELECT place + 1 FROM places WHERE place < ${Number(count)})
  SELECT place, reference(place) AS reference, entities.id AS entity,
         CASE place % 3 WHEN 0 THEN 'complaint' WHEN 1 THEN 'observation' ELSE 'suggestion' END AS kind,
         strftime('%Y-%m-%dT%H:%M:%SZ', '2026-11-01', '-' || (place % 700) || ' days', (place % 86400) || ' seconds') AS at,
         place % 20 > 0 AS is_closed,
         100 + place * 7 % 400 AS letters,
         lower(hex(randomblob(32))) AS head
  FROM places JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS all_of_them FROM entities) AS entities
       ON number = place % all_of_them;

  INSERT INTO participations (reference, kind, entity, stage, text, language, contact, contact_key, elapsed_ms, received_at, updated_at,
                              first_response_due, resolution_due, salt, tracking_key_hash, head)
  SELECT reference, kind, entity, CASE WHEN is_closed THEN 'closed' ELSE 'received' END,
         replace(hex(zeroblob(letters)), '00', CASE place % 2 WHEN 0 THEN 'ب' ELSE 'b' END),
         CASE place % 2 WHEN 0 THEN 'ar' ELSE 'en' END,
         CASE place % 3 WHEN 0 THEN hex(randomblob(60)) END, CASE place % 3 WHEN 0 THEN '1' END,
         41250, at, at, at, at, lower(hex(randomblob(16))), lower(hex(randomblob(32))), head
  FROM seeded ORDER BY reference;

  INSERT INTO events (participation, sequence, at, actor, stage, entity, content_digest, previous, hash, what)
  SELECT reference, sequence, at, CASE sequence WHEN 1 THEN 'customer' ELSE 'staff:17' END, name, entity, lower(hex(randomblob(32))),
         lower(hex(randomblob(32))), CASE sequence WHEN last THEN head ELSE lower(hex(randomblob(32))) END,
         CASE sequence WHEN 1 THEN json_object('verb', 'receive', 'kind', kind, 'terms', json_object('agreement',
              json('{"first_response":{"days":1},"resolution":{"days":5},"acceptance":{"days":1}}'))) ELSE json_object('verb', name) END
  FROM seeded
  JOIN (SELECT 1 AS sequence, 'received' AS name UNION ALL SELECT 2, 'answered' UNION ALL SELECT 3, 'closed') ON sequence <= last
  JOIN (SELECT 1 AS closed, 3 AS last UNION ALL SELECT 0, 1) ON closed = is_closed
  ORDER BY reference, sequence;

  INSERT INTO idempotency_keys (digest, fingerprint, reference, tracking_secret, created_at)
  SELECT lower(hex(randomblob(32))) AS digest, lower(hex(randomblob(32))), reference, '1', at FROM seeded ORDER BY digest;
  COMMIT;
`);
const references = db.prepare("SELECT reference FROM temp.seeded ORDER BY random() LIMIT 10000").all();
writeFileSync(sample, references.map((row) => row.reference).join("\n"));
db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
db.close();
