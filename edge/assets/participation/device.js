// What the device that sent a participation knows of it for a month: the e-mail address that was left with it, masked. The edge tells
// nobody without the key, so a stranger who knows the number learns nothing, and neither does the next person at a shared computer.

const MONTH = 30 * 24 * 60 * 60 * 1000;

const name = (reference) => `sawtak.left.${reference}`;

/** `s…@example.org`; `…@example.org` of a single letter. */
function masked(address) {
  const end = address.lastIndexOf("@");
  return `${[...address.slice(0, end)].length > 1 ? [...address][0] : ""}…${address.slice(end)}`;
}

/** Returns the address that this device knows, and forgets one that is too old. */
function known(reference) {
  const { at, address } = JSON.parse(localStorage.getItem(name(reference))) ?? {};
  if (address && Date.now() - at < MONTH) return address;
  localStorage.removeItem(name(reference));
}

/** Keeps the address that an opened page has on the device that sent it; forgets it if there is none any more. */
export function remember(opened, isSender) {
  const { reference } = opened.dataset;
  const address = opened.querySelector('[data-call="contact"] [name="email"]')?.value ?? "";
  try {
    if (!isSender && !known(reference)) return;
    if (address.includes("@")) localStorage.setItem(name(reference), JSON.stringify({ at: Date.now(), address: masked(address) }));
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
    address = known(page.dataset.reference);
  } catch {
    // This browser keeps nothing.
  }
  // Isolated: it is written from left to right in every language.
  if (address) page.querySelector("#said").append(" ", sentence.textContent.replace("{address}", `\u2068${address}\u2069`));
}
