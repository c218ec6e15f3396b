// Says what the demo is made from, or, given a file of rows, writes them in the place of those from before;
// `histories` says what the figures are counted from, and `figures` writes them.
// node fill.mjs <SQLite file> [histories | figures <file of rows> | <file of rows>]

import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

const [file, rows, counted] = process.argv.slice(1);
const insert = ([table, row]) => {
  const names = Object.keys(row);
  db.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map(() => "?")})`).run(...Object.values(row));
};
const db = new DatabaseSync(file, { timeout: 10_000 });
if (rows === undefined) {
  const services = db.prepare("SELECT entity, id, name_ar, name_en FROM services ORDER BY entity, id").all();
  const staff = db.prepare(`SELECT staff, role, entity FROM roles JOIN staff ON id = staff
    WHERE entity IS NOT NULL AND email NOT LIKE '%@demo.example' ORDER BY staff`).all();
  console.log(JSON.stringify({ services, staff }));
} else if (rows === "histories") {
  const participations = db.prepare(`SELECT reference, kind, service, language, mood, elapsed_ms
    FROM participations WHERE is_test = 0`).all();
  const events = db.prepare(`SELECT participation AS reference, sequence, at, actor, what, stage, entity,
    content_digest, previous, hash FROM events ORDER BY participation, sequence`).all();
  console.log(JSON.stringify([participations, events]));
} else if (rows === "figures") {
  db.exec("BEGIN IMMEDIATE; DELETE FROM tallies; DELETE FROM measured_times");
  JSON.parse(readFileSync(counted, "utf8")).forEach(insert);
  db.exec("COMMIT");
} else {
  const all = JSON.parse(readFileSync(rows, "utf8"));
  const ours = JSON.stringify(all.filter(([table]) => table === "participations").map(([, row]) => row.reference));
  db.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
  // The demo is made anew, so its histories are too.
  const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'events'").all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  for (const table of ["search", "hands", "readings", "outbox", "messages", "attachments", "lessons", "events"]) {
    db.prepare(`DELETE FROM ${table} WHERE participation IN (SELECT value FROM json_each(?))`).run(ours);
  }
  for (const { sql } of triggers) db.exec(sql);
  db.prepare("DELETE FROM participations WHERE reference IN (SELECT value FROM json_each(?))").run(ours);
  db.exec("DELETE FROM roles WHERE staff IN (SELECT id FROM staff WHERE email LIKE '%@demo.example')");
  db.exec("DELETE FROM staff WHERE email LIKE '%@demo.example'");
  db.exec("DELETE FROM closings");
  all.forEach(insert);
  db.exec("COMMIT");
}
db.close();
