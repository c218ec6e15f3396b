// D1 for the Wasm. A batch comes as one JSON text, and its results leave as one.

// Runs a batch. `statements` is a JSON list of `[SQL, values]`; the result is a JSON list of
// `[rows, changes, rows read, rows written, size of the database after it]`.
export async function batch(database, statements) {
  const bound = JSON.parse(statements).map(([sql, values]) => database.prepare(sql).bind(...values));
  const results = await database.batch(bound);
  return JSON.stringify(results.map(({ results, meta }) => [results, meta.changes, meta.rows_read, meta.rows_written, meta.size_after]));
}
