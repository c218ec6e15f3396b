// The widget as a module, under a name that changes with its content: the form names it, whoever shows the form imports it.

// The address is a text, since pages have wrapped `fetch` that take nothing else.
import init, { attach, resume as sendWaiting } from "./widget.js";

let started;
/** Begins to load, once for all forms on the page; a failed attempt may be repeated. */
export const start = () => {
  if (started) return started;
  // Where Wasm is forbidden nobody reads the answer, and the frame that stands in would wait for the browser's cache: so it is called off.
  const call = new AbortController();
  const wasm = fetch(new URL(SAWTAK_WASM, import.meta.url).href, { signal: call.signal });
  started = init({ module_or_path: wasm }).catch((error) => {
    call.abort();
    started = undefined;
    throw error;
  });
  return started;
};

/** Sends what waited on this device for a connection. */
export const resume = async (edge) => {
  await start();
  await sendWaiting(edge);
};

/** Guides through the form in this frame. */
export const guide = async (frame, options) => {
  await start();
  return attach(frame, options);
};
