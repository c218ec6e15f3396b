// Typed client of Sawtak's contract. The types are generated from `openapi.json`; openapi-fetch makes the calls.

import createClient, { mergeHeaders } from "openapi-fetch";

/** Creates a client of an edge. The secret is an entity's API key, or a participation's tracking key. */
export const client = ({ origin, secret, ...options }) =>
  createClient({
    baseUrl: new URL(origin).origin,
    ...options,
    headers: mergeHeaders(secret ? { Authorization: `Bearer ${secret}` } : undefined, options.headers),
  });
