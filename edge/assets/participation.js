// The page of a participation. With the tracking key from the fragment, which the edge never sees, it asks for the page that the
// key's bearer sees and shows that in its place.

import { enhance, leave } from "./participation/deeds.js";
import { recall, remember } from "./participation/device.js";

/** Whoever came to print does so once, and is told once what was done: not again upon a reload, nor on the pages that this one leads to. */
const asked = new URLSearchParams(location.search);
const prints = asked.has("print");
/** The link of the form, on the device that sent it. A link of a notice may be opened anywhere. */
const isSender = asked.has("mine");
const address = location.pathname + location.search;
if (prints || isSender || asked.has("said")) {
  asked.delete("print");
  asked.delete("mine");
  // The field for a code stays until it was entered.
  if (!["code", "wrong-code"].includes(asked.get("said"))) asked.delete("said");
  history.replaceState(null, "", `${location.pathname}?${asked}${location.hash}`);
}

/** Whether the page that shows was brought to life. */
let isAlive = false;

/** Brings the page of the key's bearer to life, and tells that it is there. */
function bring(opened, key) {
  isAlive = true;
  enhance(opened, key);
  remember(opened, isSender);
  document.querySelector("#state").textContent = opened.querySelector("h2").textContent;
  document.querySelector("#said")?.focus();
  if (prints && opened.querySelector("#troubles")) print();
}

/** Shows the page as the key's bearer sees it. */
async function open(key) {
  let page;
  const shown = document.querySelector("#participation");
  // Opened already, by the cookie of a link.
  if (!isAlive && shown.querySelector("#troubles")) {
    bring(shown, key);
    return;
  }
  try {
    const signal = AbortSignal.timeout(30_000);
    const answer = await fetch(address, { signal, headers: { Authorization: `Bearer ${key}` } });
    const type = answer.headers.get("Content-Type") ?? "";
    if (type.startsWith("text/html") && (answer.ok || answer.status === 401)) page = await answer.text();
  } catch {
    // There is no connection: said below.
  }
  if (page === undefined) {
    shown.append(document.querySelector("#failed").content.cloneNode(true));
    return;
  }
  leave();
  const opened = new DOMParser().parseFromString(page, "text/html").querySelector("#participation");
  shown.replaceWith(document.adoptNode(opened));
  bring(opened, key);
}

/** The key stays in the address, so that the page in another language opens it too. */
function follow() {
  const key = location.hash.slice(1);
  for (const link of document.querySelectorAll("a.page-language")) link.hash = location.hash;
  if (key && document.querySelector("#participation")) open(key);
}

const link = document.querySelector("[data-open]");
if (link) {
  location.replace(link.dataset.open);
} else {
  recall(document.querySelector("#participation"));
  if (!location.hash) document.querySelector("#said")?.focus();
  addEventListener("hashchange", follow);
  follow();
}
