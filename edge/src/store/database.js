// D1 in one crossing: a batch comes as one text of JSON, and what it gave leaves as one.

// `statements` is a list of `[SQL, values]`; the answer is a list of `[rows, changes, rows read, rows written]`.
export async function batch(database, statements) {
  const bound = JSON.parse(statements).map(([sql, values]) => database.prepare(sql).bind(...values));
  const results = await database.batch(bound);
  return JSON.stringify(results.map(({ results, meta }) => [results, meta.changes, meta.rows_read, meta.rows_written]));
}
