// Answers that a client may have already.

import { tag } from "./secret.js";

export function json(request, content, cacheControl) {
  const body = JSON.stringify(content);
  const etag = tag(body);
  const headers = { ETag: etag, "Cache-Control": cacheControl };
  const known = (request.headers.get("If-None-Match") ?? "").split(",").map((value) => value.trim().replace(/^W\//, ""));
  if (known.includes(etag) || known.includes("*")) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, "Content-Type": "application/json" } });
}
