// What a careful person writes by hand for the three calls that are measured: the edge's SQL, checks, headers, log and answers. Left out is what no
// measured request meets: uploads, proof of work, pages, the queue, entities that have set times of their own (the edge reads them once a minute).

import { entities } from "./entities.js";
import { Problem } from "./problem.js";
import { status } from "./status.js";
import { submit } from "./submit.js";

const GUARD = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()",
  "Cache-Control": "no-store",
};

export default {
  async fetch(request, env) {
    const since = Date.now();
    const path = new URL(request.url).pathname;
    const app = { env, now: new Date(since), cost: { trips: 0, rows_read: 0, rows_written: 0 } };
    const id = request.headers.get("cf-ray") ?? crypto.randomUUID();
    const response = await answered(app, request, path);
    const ms = Date.now() - since;
    const { headers } = response;
    for (const [name, value] of Object.entries(GUARD)) if (!headers.has(name)) headers.set(name, value);
    headers.append("Vary", "Origin");
    headers.set("Request-Id", id);
    headers.set("Server-Timing", `edge;dur=${ms}`);
    const route = path.replace(/^(\/api\/v1\/participations\/).+/, "$1{}");
    console.log(JSON.stringify({ request: id, method: request.method, route, status: response.status, ms, ...app.cost }));
    return response;
  },
};

async function answered(app, request, path) {
  try {
    if (!takesJson(request.headers.get("Accept"))) throw new Problem(406, "not-acceptable");
    return await routed(app, request, path);
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem(500, "internal");
    if (problem !== error) console.error(error);
    return problem.answer(app.env.BASE_URL);
  }
}

function routed(app, request, path) {
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (path === "/api/v1/entities" && isRead) return entities(app, request);
  if (path === "/api/v1/participations" && request.method === "POST") return submit(app, request);
  const [, typed] = path.match(/^\/api\/v1\/participations\/([^/]+)$/) ?? [];
  if (typed && isRead) return status(app, request, decodeURIComponent(typed));
  throw new Problem(404, "not-found");
}

function takesJson(accept) {
  const ranges = (accept ?? "").split(",").map((range) => range.trim().toLowerCase()).filter(Boolean);
  const isJson = (range) => {
    const [name, ...rest] = range.split(";").map((part) => part.trim());
    const isRefused = rest.some((part) => part.startsWith("q=") && Number(part.slice(2)) <= 0);
    return ["*/*", "application/*", "application/json", "application/problem+json"].includes(name) && !isRefused;
  };
  return ranges.length === 0 || ranges.some(isJson);
}
