// The widget as a module, under a name that changes with its content: the form names it, whoever shows the form imports it.

import init, { attach } from "./widget.js";

let started;
/** Begins to load, once for all forms on the page; a failed attempt may be repeated. */
export const start = () =>
  (started ||= init({ module_or_path: new URL(SAWTAK_WASM, import.meta.url) }).catch((error) => {
    started = undefined;
    throw error;
  }));

/** Guides through the form in this frame. */
export const guide = async (frame, options) => {
  await start();
  return attach(frame, options);
};
