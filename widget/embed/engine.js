// The widget as a module, under a name that changes with its content: the form names it, whoever shows the form imports it.

import init, { attach, resume as sendWaiting } from "./widget.js";

/** The smallest Wasm there is. */
const NOTHING = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

let started;
/** Begins to load, once for all forms on the page; a failed attempt may be repeated. */
export const start = async () => {
  // Where Wasm is forbidden this fails before anything is fetched that nobody would read.
  new WebAssembly.Module(NOTHING);
  // The address is a text, since pages have wrapped `fetch` that take nothing else.
  started ||= init({ module_or_path: new URL(SAWTAK_WASM, import.meta.url).href }).catch((error) => {
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
