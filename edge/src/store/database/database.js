// D1 for the Wasm. A batch comes as one JSON text, and its results leave as one. A replica may answer
// if `isReplica` says so: the platform then takes the nearest copy.

// Runs a batch. `statements` is a JSON list of `[SQL, values]`; the result is a JSON list of
// `[rows, changes, rows read, rows written, size of the database after it]`.
export async function batch(database, statements, isReplica) {
  const target = isReplica ? database.withSession("first-unconstrained") : database;
  const bound = JSON.parse(statements).map(([sql, values]) => target.prepare(sql).bind(...values));
  const results = await target.batch(bound);
  return JSON.stringify(results.map(({ results, meta }) => [results, meta.changes, meta.rows_read, meta.rows_written, meta.size_after]));
}
