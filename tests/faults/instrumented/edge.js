// The edge as it is built, with instruments in its isolate: `wrangler dev` takes this in its place.

import { instruments, slow } from "./instruments.js";
import Edge from "../../../edge/build/index.js";

export { LiveRoom } from "../../../edge/build/index.js";

const queries = new Set();

// From now on each statement that the edge prepares is remembered.
function listen(database) {
  const kind = Object.getPrototypeOf(database);
  if (kind.isHeard) return;
  const { prepare } = kind;
  kind.isHeard = true;
  kind.prepare = function (sql) {
    queries.add(sql);
    return prepare.call(this, sql);
  };
}

// How SQLite goes about each of them.
async function plans(database) {
  const all = [...queries].map(async (sql) => {
    const places = [...sql.matchAll(/\?(\d+)/g)].map(([, place]) => Number(place));
    const values = new Array(Math.max(0, ...places)).fill(null);
    const { results } = await database.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...values).all();
    return { sql, steps: results.map(({ detail }) => detail) };
  });
  return Promise.all(all);
}

// Always the same one, as the platform's is.
let bindings;
const slowed = (env) => (bindings ??= { ...env, MEDIA: slow(env.MEDIA) });

export default {
  async fetch(request, env, context) {
    listen(env.DB);
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/instruments") return new Edge(context, slowed(env)).fetch(request);
    if (searchParams.has("plans")) return Response.json(await plans(env.DB));
    for (const name of ["clock", "delay"]) if (searchParams.has(name)) instruments[name] = Number(searchParams.get(name));
    // Wasm memory never shrinks: what it is now is the most that it has been.
    return Response.json({ memory: instruments.memory.buffer.byteLength });
  },
  email: (message, env, context) => new Edge(context, slowed(env)).email(message),
  queue: (batch, env, context) => new Edge(context, slowed(env)).queue(batch),
  scheduled: (event, env, context) => new Edge(context, slowed(env)).scheduled(event),
};
