// The widget as a module, under a name with its content's hash. The form names it; embed.js or page.js imports it.

import LATER from "./later.css";
import init, { attach, proveWith, resume as sendWaiting } from "./widget.js";

/** Smallest valid Wasm module. */
const NOTHING = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Returns the address of a file beside this module, as a string: some pages wrap `fetch` and take nothing else. */
const beside = (name) => new URL(name, import.meta.url).href;

let started;
/** Loads the Wasm once for all forms on the page. A failed attempt may be repeated. */
export const start = async () => {
  // If the page forbids Wasm, this fails before a needless fetch.
  new WebAssembly.Module(NOTHING);
  started ||= init({ module_or_path: beside("widget_bg.wasm") }).then(
    () => proveWith(async (challenge) => (await import(beside("proof.js"))).prove(challenge)),
    (error) => {
      started = undefined;
      throw error;
    },
  );
  return started;
};

/** Fetches the phrases of a language, perhaps in easy words; undefined on failure. */
const phrases = async (language, isEasy) => {
  try {
    return await (await fetch(beside(language + (isEasy ? "-easy.json" : ".json")))).json();
  } catch {}
};

/** Sends the submissions that wait on this device. */
export const resume = async (edge) => {
  await start();
  await sendWaiting(edge);
};

/**
 * Adds the questions after the first, if the form came without them. The request parses them, so that
 * a page's Trusted Types have nothing to refuse.
 */
const complete = async (frame, edge) => {
  const place = frame.querySelector("[data-rest]");
  if (!place) return;
  const request = new XMLHttpRequest();
  request.open("GET", edge + place.dataset.rest);
  request.responseType = "document";
  await new Promise((resolve) => {
    request.onloadend = resolve;
    request.send();
  });
  place.replaceWith(...request.response.body.children);
};

/** Adds the styles of later steps in a box, whose sheet has those of the first step only. */
const dress = (root) => {
  if (!root.host) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LATER);
  root.adoptedStyleSheets = [root.adoptedStyleSheets[0], sheet];
};

/** Waits for the next paint, 200 ms at most: a hidden page isn't painted. */
const drawn = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 200);
  });

/**
 * Mounts the widget into the form in this frame, which can be used before. Repeats a submission pressed
 * before, follows a service that the page sets later, and detaches when the box closes after sending.
 */
export const guide = async (frame, options) => {
  const dialog = frame.closest("dialog");
  await drawn();
  const [said] = await Promise.all([phrases(frame.lang, "easy" in frame.dataset), start(), complete(frame, options.edge)]);
  dress(frame.getRootNode());
  const { submitted } = options;
  options.phrases = phrases;
  const end = () => attached.detach();
  options.submitted = (reference) => {
    submitted(reference);
    dialog?.addEventListener("close", end, { once: true });
  };
  const form = frame.querySelector("form");
  const attached = attach(frame, said, options);
  Object.defineProperty(options, "service", { set: (service) => attached.choose(service) });
  if ("pressed" in form.dataset) form.requestSubmit();
};
