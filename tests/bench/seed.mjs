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

// Words of one script, as folding leaves them: a few are everywhere, most are rare.
const SCRIPTS = ["بتثجحخدذرزسشصضطظعغفقكمنهو", "abcdefghijklmnopqrstuvwxyz"];
let drawn = 1;
const draw = (count) => (drawn = (drawn * 48271) % 2147483647) % count;
const vocabularies = SCRIPTS.map((letters) =>
  Array.from({ length: 3000 }, () => Array.from({ length: 3 + draw(6) }, () => letters[draw(letters.length)]).join("")),
);
db.function("text", (place, letters) => {
  const words = vocabularies[place % 2];
  let text = "";
  while (text.length < letters) text += `${text && " "}${words[Math.floor(3000 * (draw(1e6) / 1e6) ** 3)]}`;
  return text;
});

const step = (what, sql) => {
  console.log(`   ${what}`);
  db.exec(sql);
};

// Half of them in Arabic, 300 letters in the middle; one in twenty is open; the others were taken and declined, and a third of them has a contact,
// which is noise: what is open can be shown.
step("texts", `
  BEGIN;
  CREATE TEMP TABLE seeded AS
  WITH RECURSIVE places (place) AS (SELECT 1 UNION ALL SELECT place + 1 FROM places WHERE place < ${Number(count)})
  SELECT place, reference(place) AS reference, entities.id AS entity,
         CASE place % 3 WHEN 0 THEN 'complaint' WHEN 1 THEN 'observation' ELSE 'suggestion' END AS kind,
         strftime('%Y-%m-%dT%H:%M:%SZ', '2026-11-01', '-' || (place % 700) || ' days', (place % 86400) || ' seconds') AS at,
         place % 20 > 0 AS is_closed,
         text(place, 100 + place * 7 % 400) AS text,
         1000000 * (1790000000 + place / 90000) + place % 90000 AS search_id,
         lower(hex(randomblob(32))) AS head
  FROM places JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS all_of_them FROM entities) AS entities
       ON number = place % all_of_them;
`);
step("participations", `
  INSERT INTO participations (reference, kind, entity, stage, text, language, contact, contact_key, elapsed_ms, received_at, updated_at,
                              first_response_due, resolution_due, salt, tracking_key_hash, head, turn, due_at, place, search_id)
  SELECT reference, kind, entity, CASE WHEN is_closed THEN 'declined' ELSE 'received' END,
         text,
         CASE place % 2 WHEN 0 THEN 'ar' ELSE 'en' END,
         CASE WHEN is_closed AND place % 3 = 0 THEN hex(randomblob(60)) END, CASE WHEN is_closed AND place % 3 = 0 THEN '1' END,
         41250, at, at, at, at, lower(hex(randomblob(16))), lower(hex(randomblob(32))), head, entity,
         CASE WHEN is_closed THEN NULL ELSE at END, CASE WHEN is_closed THEN '~' || printf('%010d', 9999999999 - unixepoch(at)) ELSE at END, search_id
  FROM seeded ORDER BY reference;
`);
step("words to find them by", `
  INSERT INTO search (rowid, participation, entities, words, contact) SELECT search_id, reference, entity, reference || ' ' || text, '' FROM seeded
  ORDER BY search_id;
`);
step("histories", `
  INSERT INTO events (participation, sequence, at, actor, stage, entity, content_digest, previous, hash, what)
  SELECT reference, sequence, at, CASE sequence WHEN 1 THEN 'customer' ELSE 'staff:' || printf('%032d', 17) END, stage, entity, lower(hex(randomblob(32))),
         lower(hex(randomblob(32))), CASE sequence WHEN last THEN head ELSE lower(hex(randomblob(32))) END,
         CASE sequence WHEN 1 THEN json_object('verb', 'receive', 'kind', kind, 'terms', json_object('agreement',
              json('{"first_response":{"days":1},"resolution":{"days":5},"acceptance":{"days":1}}'))) ELSE what END
  FROM seeded
  JOIN (SELECT 1 AS sequence, 'received' AS stage, '' AS what UNION ALL SELECT 2, 'in_review', '{"verb":"take"}'
        UNION ALL SELECT 3, 'declined', '{"verb":"decline","ground":"out_of_scope"}') ON sequence <= last
  JOIN (SELECT 1 AS closed, 3 AS last UNION ALL SELECT 0, 1) ON closed = is_closed
  ORDER BY reference, sequence;
`);
step("keys", `
  INSERT INTO idempotency_keys (digest, fingerprint, reference, tracking_secret, created_at)
  SELECT lower(hex(randomblob(32))) AS digest, lower(hex(randomblob(32))), reference, '1', at FROM seeded ORDER BY digest;
  COMMIT;
`);
const references = db.prepare("SELECT reference FROM temp.seeded ORDER BY random() LIMIT 10000").all();
writeFileSync(sample, references.map((row) => row.reference).join("\n"));
db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
db.close();
