// The widget as a module, under a name that changes with its content: the form names it, whoever shows the form imports it.

import LATER from "./later.css";
import init, { attach, proveWith, resume as sendWaiting } from "./widget.js";

/** The smallest Wasm there is. */
const NOTHING = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** The address of what lies beside this module. As a text: pages have wrapped `fetch` that take nothing else. */
const beside = (name) => new URL(name, import.meta.url).href;

let started;
/** Begins to load, once for all forms on the page; a failed attempt may be repeated. */
export const start = async () => {
  // Where Wasm is forbidden this fails before anything is fetched that nobody would read.
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

/** What the widget says in a language, perhaps in easy words; nothing if it can't be had. */
const phrases = async (language, isEasy) => {
  try {
    return await (await fetch(beside(language + (isEasy ? "-easy.json" : ".json")))).json();
  } catch {}
};

/** Sends what waited on this device for a connection. */
export const resume = async (edge) => {
  await start();
  await sendWaiting(edge);
};

/** Puts the questions after the first into a form that came without them. The request itself parses them, so that a page's Trusted Types have nothing to refuse. */
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

/** Draws what shows after the first step: in a box, whose sheet has the first alone. */
const dress = (root) => {
  if (!root.host) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LATER);
  root.adoptedStyleSheets = [root.adoptedStyleSheets[0], sheet];
};

/** Until what is there has been drawn; where nothing is drawn, for a moment. */
const drawn = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 200);
  });

/** Guides through the form in this frame, which can be used before. What was pressed before is done now; what the page tells later is heard; closing the box after sending ends it. */
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
