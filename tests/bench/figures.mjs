// Puts figures beside seeded participations, as if each had been counted when it came, and lets a thousand of the open
// ones be overdue: the others are due in years.
// node figures.mjs <SQLite file>

import { DatabaseSync } from "node:sqlite";

const OVERDUE = 1000;
const db = new DatabaseSync(process.argv[2]);
db.exec("PRAGMA cache_size = -1000000; PRAGMA synchronous = OFF; BEGIN");
db.exec("DELETE FROM tallies; DELETE FROM measured_times");
db.exec(`
  UPDATE participations SET due_at = '2099-01-01T00:00:00Z', place = '2099-01-01T00:00:00Z'
  WHERE due_at IS NOT NULL AND reference NOT IN (
    SELECT reference FROM participations WHERE due_at IS NOT NULL ORDER BY reference LIMIT ${OVERDUE})`);
// Channels and priorities are spread, so that each entity has rows of all of them.
db.exec(`
  CREATE TEMP TABLE facts AS
  SELECT entity, kind, language, received_at AS at, substr(received_at, 1, 10) AS day,
         CASE abs(random()) % 4 WHEN 0 THEN 'web' WHEN 1 THEN 'phone' WHEN 2 THEN 'whatsapp' ELSE 'email' END AS channel,
         CASE abs(random()) % 3 WHEN 0 THEN 'urgent' WHEN 1 THEN 'complex' ELSE 'ordinary' END AS priority,
         abs(random()) % 379 AS bucket
  FROM participations;
  CREATE TEMP TABLE periods AS
  SELECT DISTINCT day, 'all' AS period FROM facts
  UNION ALL SELECT DISTINCT day, substr(day, 1, 4) FROM facts
  UNION ALL SELECT DISTINCT day, substr(day, 1, 4) || '-Q' || ((substr(day, 6, 2) + 2) / 3) FROM facts
  UNION ALL SELECT DISTINCT day, substr(day, 1, 7) FROM facts;
  CREATE INDEX temp.periods_by_day ON periods (day);`);
const tallies = (dimension, member, entity, among) =>
  db.exec(`
    INSERT INTO tallies (dimension, period, entity, kind, member, received, full_judged, full_kept, answered, ended, asked_to_rate, asked_rated, rated_happy)
    SELECT '${dimension}', period, ${entity}, kind, ${member}, COUNT(*), COUNT(*), COUNT(*) * 9 / 10, COUNT(*), COUNT(*), COUNT(*), COUNT(*) / 3, COUNT(*) / 4
    FROM facts JOIN periods USING (day) WHERE ${among}
    GROUP BY 2, 3, 4, 5`);
const months = "(period = 'all' OR period GLOB '????-[0-9][0-9]')";
tallies("", "''", "entity", "true");
tallies("", "''", "''", "true");
for (const part of ["channel", "language"]) {
  tallies(part, part, "entity", "true");
  tallies(part, part, "''", months);
}
tallies("priority", "priority", "entity", "true");
for (const entity of ["entity", "''"]) {
  db.exec(`
    INSERT INTO measured_times (measure, month, kind, entity, bucket, cases)
    SELECT measure, period, kind, ${entity}, bucket, COUNT(*)
    FROM (SELECT 'first_response' AS measure UNION ALL SELECT 'full_answer' UNION ALL SELECT 'lived')
    CROSS JOIN facts JOIN periods USING (day)
    GROUP BY 1, 2, 3, 4, 5`);
}
db.exec("COMMIT");
db.close();
