// Requests and answers in one crossing each: what the Wasm asks of the platform call by call, it pays for call by call.

export const head = (request) => JSON.stringify([request.method, request.url, [...request.headers]]);

export const reader = (request) => request.body?.getReader();

// The next bytes of a body; nothing after the last.
export async function next(reader) {
  const { value } = await reader.read();
  return value;
}

// Of what isn't read any more; a stream that has failed meanwhile is none the worse for it.
export const cancel = (reader) => void reader.cancel().catch(() => {});

// `headers` is a list of names and values.
export const answer = (status, headers, body) => new Response(body, { status, headers: JSON.parse(headers) });

const now = Promise.resolve();

// From a stack of its own: with each line an inspector takes down the stack that it came from, and the Wasm's is deep.
export const log = (line) => void now.then(() => console.log(line));
