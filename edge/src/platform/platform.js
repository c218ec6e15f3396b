// Requests and responses for the Wasm. Each call between Wasm and JavaScript costs, so a request's
// head or a whole response crosses in one call.

export const head = (request) => JSON.stringify([request.method, request.url, [...request.headers]]);

export const reader = (request) => request.body?.getReader();

// Returns the next bytes of a body, and `undefined` after the last.
export async function next(reader) {
  const { value } = await reader.read();
  return value;
}

// Cancels a body that isn't read any more. The error of a stream that has failed meanwhile is ignored.
export const cancel = (reader) => void reader.cancel().catch(() => {});

// Returns the SHA-256 of all bytes of a stream.
export async function sha256(stream) {
  const digest = new crypto.DigestStream("SHA-256");
  await stream.pipeTo(digest);
  return new Uint8Array(await digest.digest);
}

// Builds a response. `headers` is a JSON list of names and values.
export const answer = (status, headers, body) => new Response(body, { status, headers: JSON.parse(headers) });

// Builds the answer that turns a request into a WebSocket.
export const upgrade = (headers, webSocket) => new Response(null, { status: 101, headers: JSON.parse(headers), webSocket });

// The data centre's cache: the text under a key, and its storing for some seconds.
export const recall = async (key) => (await caches.default.match(key))?.text();
export const keep = (key, text, seconds) =>
  caches.default.put(key, new Response(text, { headers: { "Cache-Control": `max-age=${seconds}` } }));

const now = Promise.resolve();

// Writes a log line from a stack of its own: an inspector records the stack of each line, and the
// stack of the Wasm is deep.
export const log = (line) => void now.then(() => console.log(line));
