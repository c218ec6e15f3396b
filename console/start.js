// Entry of the console. It begins the calls of the first view while the Wasm is still loading, and
// then starts the program. The program takes the responses from `sawtakCalls`. The build fills in
// `SAWTAK_MODULES`, the names of the Wasm modules of views.

import init from "./console.js";

/** A call that hasn't been taken by then is made anew, so that no view shows old data. */
const PATIENCE = 5_000;

/**
 * Whether the address has the words of a search, now or before the sign-in. The edge doesn't see
 * them, so it names the calls of a view without them.
 */
const hasWords = () => {
  if (location.hash.startsWith("#q=")) return true;
  try {
    return sessionStorage.getItem("sawtak.draft.search") !== null;
  } catch {
    return false;
  }
};

const named = document.querySelector("[data-calls]")?.dataset.calls.split(" ") ?? [];
const calls = new Map(
  (hasWords() ? named.slice(0, 1) : named).map((address) => [address, fetch(address)]),
);
// The program handles a failure, or makes the call anew.
for (const response of calls.values()) response.catch(() => {});
window.sawtakCalls = calls;

// The first view's module, and what modules share, load beside the Wasm that starts the console.
const [, , section, part] = location.pathname.split("/");
const isQueue = !section || (section === "cases" && !part);
const view = section === "cases" ? "split_case.wasm" : "split_settings.wasm";
for (const name of isQueue || named.length === 0 ? [] : SAWTAK_MODULES) {
  if (name !== view && name.startsWith("split_")) continue;
  const href = String(new URL(name, import.meta.url));
  const preload = { rel: "preload", as: "fetch", crossOrigin: "anonymous", href };
  document.head.append(Object.assign(document.createElement("link"), preload));
}

/** Time after which a program that hasn't arrived is told of, in milliseconds. */
const WAIT = 30_000;

let message;

/** Says that the program hasn't arrived, with a button that loads the page again. */
const tell = () => {
  if (message) return;
  const { failed, again } = document.querySelector("[data-failed]").dataset;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: again, onclick: () => location.reload() });
  message = Object.assign(document.createElement("p"), { role: "alert" });
  message.append(failed, " ", button);
  const frame = document.querySelector("#placeholder main");
  frame?.replaceChildren();
  (frame ?? document.body).append(message);
};

const late = setTimeout(tell, WAIT);
try {
  await init();
  message?.remove();
} catch (error) {
  tell();
  throw error;
} finally {
  clearTimeout(late);
}
setTimeout(() => calls.clear(), PATIENCE);
