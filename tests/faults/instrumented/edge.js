// The edge as it is built, with instruments in its isolate: `wrangler dev` takes this in its place.

import { instruments } from "./instruments.js";
import Edge from "../../../edge/build/index.js";

export default {
  async fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/instruments") return new Edge(context, env).fetch(request);
    if (searchParams.has("clock")) instruments.clock = Number(searchParams.get("clock"));
    // Wasm memory never shrinks: what it is now is the most that it has been.
    return Response.json({ memory: instruments.memory.buffer.byteLength });
  },
  queue: (batch, env, context) => new Edge(context, env).queue(batch),
  scheduled: (event, env, context) => new Edge(context, env).scheduled(event),
};
