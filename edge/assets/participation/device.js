// What this device knows of a participation whose page was open here: the e-mail address that was left with it, masked. The edge tells
// nobody without the key, so a stranger who knows the number learns nothing.

const name = (reference) => `sawtak.left.${reference}`;

/** `s…@example.org`. */
function masked(address) {
  const [first] = address;
  return `${first}…${address.slice(address.lastIndexOf("@"))}`;
}

/** Keeps the address that an opened page has; forgets it if there is none any more. */
export function remember(opened) {
  const address = opened.querySelector('[data-call="contact"] [name="email"]')?.value ?? "";
  try {
    if (address.includes("@")) localStorage.setItem(name(opened.dataset.reference), masked(address));
    else localStorage.removeItem(name(opened.dataset.reference));
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
    address = localStorage.getItem(name(page.dataset.reference));
  } catch {
    // This browser keeps nothing.
  }
  // Isolated: it is written from left to right in every language.
  if (address) page.querySelector("#said").append(" ", sentence.textContent.replace("{address}", `\u2068${address}\u2069`));
}
