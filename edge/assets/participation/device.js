// What the device that sent a participation knows of it for a month: the e-mail address that was left with it, masked. The edge tells
// nobody without the key, so a stranger who knows the number learns nothing, and neither does the next person at a shared computer.

const MONTH = 30 * 24 * 60 * 60 * 1000;

const PREFIX = "sawtak.left.";

const name = (reference) => PREFIX + reference;

/** `s…@example.org`; `…@example.org` of a single letter. */
function masked(address) {
  const end = address.lastIndexOf("@");
  return `${[...address.slice(0, end)].length > 1 ? [...address][0] : ""}…${address.slice(end)}`;
}

/** Returns what this device knows of a participation, and forgets all that is too old, of any participation. */
function known(reference) {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const { at } = JSON.parse(localStorage.getItem(key)) ?? {};
    if (!(Date.now() - at < MONTH)) localStorage.removeItem(key);
  }
  return JSON.parse(localStorage.getItem(name(reference)));
}

/** Keeps the address that an opened page has on the device that sent it; forgets it if there is none any more. */
export function remember(opened, isSender) {
  const { reference } = opened.dataset;
  const address = opened.querySelector('[data-call="contact"] [name="email"]')?.value ?? "";
  try {
    const before = known(reference);
    if (!isSender && !before) return;
    const at = before?.at ?? Date.now();
    if (address.includes("@")) localStorage.setItem(name(reference), JSON.stringify({ at, address: masked(address) }));
    else localStorage.removeItem(name(reference));
  } catch {
    // This browser keeps nothing.
  }
}

/** Tells to which address a new link goes, if this device knows. */
export function recall(page) {
  const sentence = page?.querySelector("[data-left]");
  if (!sentence) return;
  let address;
  try {
    address = known(page.dataset.reference)?.address;
  } catch {
    // This browser keeps nothing.
  }
  // Isolated: it is written from left to right in every language.
  if (address) page.querySelector("#said").append(" ", sentence.textContent.replace("{address}", `\u2068${address}\u2069`));
}
