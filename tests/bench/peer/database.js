// D1, with what each request costs in it.

export async function batch(app, statements) {
  app.cost.trips += 1;
  const results = await app.env.DB.batch(statements);
  for (const { meta } of results) {
    app.cost.rows_read += meta.rows_read ?? 0;
    app.cost.rows_written += meta.rows_written ?? 0;
  }
  return results;
}

export const find = (app, { client, day, what }) =>
  app.env.DB.prepare("SELECT count FROM limits WHERE client = ?1 AND day = ?2 AND what = ?3").bind(client, day, what);

// From the ceiling on, NOT NULL fails and the batch with it.
export const add = (app, { client, day, what }, more, ceiling) =>
  app.env.DB.prepare(
    `INSERT INTO limits (client, day, what, count) VALUES (?1, ?2, ?3, CASE WHEN 0 < ?5 THEN ?4 END)
     ON CONFLICT DO UPDATE SET count = CASE WHEN count < ?5 THEN count + ?4 END`,
  ).bind(client, day, what, more, ceiling);

export const numberOf = (app, name, otherwise) => (app.env[name] ? Number(app.env[name]) : otherwise);
