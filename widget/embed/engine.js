// The widget as a module, under a name with its content's hash. The form names it; embed.js or page.js imports it.

import LATER from "./later.css";
import load, { attach, attachReply, helpWith, resume as sendWaiting } from "./widget.js";

/** Smallest valid Wasm module. */
const NOTHING = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

// A page may have a class of its own under the name of any of the browser's, such as `URL` or `Event`: this uses none that can be
// avoided, and `start` tries those that the widget needs.

/** Returns the address of a file beside this module, as a string: some pages wrap `fetch` and take nothing else. */
const beside = (name) => import.meta.url.replace(/[^/]*$/, name);

const edge = import.meta.url.split("/", 3).join("/");

/** Returns an event that bubbles to the root of the box, no further. */
const made = (type) => {
  const event = document.createEvent("Event");
  event.initEvent(type, true, true);
  return event;
};

/** Handlers of keys, input, clipboard, selection and dragging: `keydown`, `beforeinput`, `copy`, `paste`, `drop` and so on. */
const OWN = /^on(ke|be|c[ou]|pa|dr|sel)/;

/**
 * Keeps an event of a box from the listeners of the page, which could cancel it, or take it for a shortcut. Those that were on the
 * window before hear it. The box hears another one, with what is dragged.
 */
const keep = (event) => {
  const path = event.composedPath();
  const depth = path.findIndex(({ localName }) => localName === "sawtak-feedback");
  if (depth < 0) return;
  event.stopImmediatePropagation();
  // Another one of the host itself would come here again.
  if (depth && !path[0].dispatchEvent(Object.assign(made(event.type), { dataTransfer: event.dataTransfer }))) event.preventDefault();
};
for (const name in document.head) if (OWN.test(name)) addEventListener(name.slice(2), keep, true);

/** Draws a picture on a canvas and shows it. Other files hide it. A page's policy may forbid images from a blob's address. */
const draw = async (canvas, file) => {
  canvas.hidden = true;
  if (!/^image/.test(file.type)) return;
  try {
    const picture = await createImageBitmap(file, { resizeHeight: 96 });
    canvas.getContext("bitmaprenderer").transferFromImageBitmap(picture);
    canvas.hidden = false;
  } catch {}
};

let started;
/** Loads the Wasm once for all forms on the page. A failed attempt may be repeated. */
export const start = async () => {
  // If the page forbids Wasm, or has put something else in the place of what uploads and recordings need, this fails before a
  // needless fetch.
  new WebAssembly.Module(NOTHING);
  URL.revokeObjectURL(URL.createObjectURL(new Blob()));
  new FormData();
  started ||= load(beside("widget_bg.wasm")).then(
    () => helpWith(async (challenge) => (await import(beside("proof.js"))).prove(challenge), draw),
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

/**
 * Prefetches what the form in this closed dialog needs, at low priority and without running it: the page's policy
 * refuses nothing unasked. Sends what waits on this device.
 */
export const warm = async (dialog) => {
  // An invisible first layout looks up the fonts, so the click needn't.
  if (!dialog.open) {
    dialog.open = true;
    dialog.offsetWidth;
    dialog.open = false;
  }
  for (const path of dialog.querySelector(".sawtak").dataset.needs.split(" ")) {
    // Without its end, the browser would not cache it.
    await (await fetch(edge + path, { priority: "low" })).text();
  }
  if (localStorage.sawtak) {
    await start();
    await sendWaiting(edge);
  }
};

/**
 * Adds the questions after the first, if the form came without them. The request parses them, so that
 * a page's Trusted Types have nothing to refuse.
 */
const complete = async (frame) => {
  const place = frame.querySelector("[data-rest]");
  if (!place) return;
  const request = new XMLHttpRequest();
  request.open("GET", edge + place.dataset.rest);
  request.responseType = "document";
  request.send();
  await new Promise((resolve) => (request.onloadend = resolve));
  place.replaceWith(...request.response.body.children);
};

/** Adds the styles of later steps in a box, whose sheet has those of the first step only. */
const dress = (root) => {
  if (!root.host) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LATER);
  root.adoptedStyleSheets = [root.adoptedStyleSheets[0], sheet];
};

/** Chooses a language as the visitor would: what was entered stays. */
const speak = (frame, language) => {
  const list = frame.querySelector("#language");
  if (!list || list.value === language) return;
  list.value = language;
  list.dispatchEvent(made("change"));
};

/** Puts the device's coordinates before the words in a field, in place of those before. Rejects if visitor or device refuse, or the field no longer shows. */
const locate = (line) =>
  new Promise((resolve, reject) => {
    const enter = ({ coords: { latitude, longitude } }) => {
      // Nothing is entered that the visitor doesn't see.
      if (!line.getClientRects().length) return reject();
      const words = line.value.replace(/^-?\d+\.\d{5}, -?\d+\.\d{5}/, "");
      line.value = (latitude.toFixed(5) + ", " + longitude.toFixed(5) + " " + words.trim()).trim();
      line.dispatchEvent(made("input"));
      resolve();
    };
    navigator.geolocation.getCurrentPosition(enter, reject, { timeout: 15_000, enableHighAccuracy: true });
  });

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
  const [said] = await Promise.all([phrases(frame.lang, "easy" in frame.dataset), start(), complete(frame)]);
  const root = frame.getRootNode();
  dress(root);
  const { submitted } = options;
  const end = () => attached.detach();
  Object.assign(options, {
    edge,
    phrases,
    locate,
    submitted: (reference) => {
      // A form in another language may have replaced the one in this frame.
      submitted(reference, root.querySelector("[name=kind]:checked")?.value);
      dialog?.addEventListener("close", end, { once: true });
    },
  });
  const attached = attach(frame, said, options);
  Object.defineProperties(options, {
    service: { set: (service) => attached.choose(service) },
    language: { set: (language) => speak(frame, language) },
  });
  frame.querySelector("form[data-pressed]")?.requestSubmit();
};

/** Mounts recorders and attachments alone, into the reply in this frame. Returns a function that tells what is attached. */
export const reply = async (frame) => {
  const [said] = await Promise.all([phrases(frame.lang), start()]);
  return attachReply(frame, said, edge);
};
