// GET /entities: the whole directory.

import { json } from "./conditional.js";
import { batch } from "./database.js";

export async function entities(app, request) {
  const [entities, services] = await batch(app, [
    app.env.DB.prepare("SELECT id, name_ar, name_en FROM entities ORDER BY id"),
    app.env.DB.prepare("SELECT entity, id, parent, name_ar, name_en FROM services WHERE NOT retired ORDER BY entity, position"),
  ]);
  const under = new Map();
  for (const row of services.results) {
    const place = `${row.entity}/${row.parent ?? ""}`;
    if (!under.has(place)) under.set(place, []);
    under.get(place).push(row);
  }
  const named = (row) => ({ id: row.id, name: { ar: row.name_ar, en: row.name_en } });
  const service = (row) => {
    const below = under.get(`${row.entity}/${row.id}`);
    return below ? { ...named(row), services: below.map(named) } : named(row);
  };
  const all = entities.results.map((row) => ({ ...named(row), services: (under.get(`${row.id}/`) ?? []).map(service) }));
  return json(request, { entities: all }, "public, max-age=300");
}
