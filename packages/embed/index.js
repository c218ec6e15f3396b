// Loads Sawtak's loader (`embed.js`) once, and places its box in elements of a page. The loader does all the rest.

/** Attributes of the loader's tag, by option. */
const ATTRIBUTES = { entity: "entity", service: "service", language: "lang", mood: "mood", theme: "theme", colour: "colour" };

/** Start of the ids of the elements after which boxes stand. */
const ANCHOR = "sawtak-anchor-";

/** Returns whether the loader is there. A page may have a stand-in that only keeps calls. */
const isLoaded = () => Object.hasOwn(window, "sawtak") && Boolean(window.sawtak?.start);

const isServer = () => typeof window === "undefined" || typeof document === "undefined";

/** Promise of the loader, and the origin that it comes from. The promise is reset if loading fails. */
let loading;
let edge;
let anchors = 0;

/** Policy of Trusted Types. A page may allow its name once only. */
let policy;

/** Returns the address of the loader as the page's Trusted Types, if any, want it. */
const trusted = (address) => {
  try {
    policy ??= globalThis.trustedTypes?.createPolicy("sawtak-embed", { createScriptURL: (url) => url });
  } catch {
    // The page allows no policy of this name. A default policy of its own may do.
  }
  return policy?.createScriptURL(address) ?? address;
};

/** Returns a script element as the loader reads its tag. */
const tagOf = (origin, options, anchor) => {
  const tag = document.createElement("script");
  for (const [option, attribute] of Object.entries(ATTRIBUTES)) {
    if (options[option]) tag.setAttribute("data-" + attribute, options[option]);
  }
  if (options.test) tag.setAttribute("data-test", "");
  if (anchor) tag.setAttribute("data-beside", "#" + anchor.id);
  if (options.nonce) tag.nonce = options.nonce;
  if (options.integrity) {
    tag.integrity = options.integrity;
    tag.crossOrigin = "anonymous";
  }
  tag.async = true;
  tag.src = trusted(origin + (options.version ? `/embed/v/${options.version}/embed.js` : "/embed.js"));
  return tag;
};

/** Resolves once the loader has read its tags: it waits for the document. */
const parsed = () =>
  new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => resolve());
    else resolve();
  });

/** Adds the tag to the page, which loads the loader and starts it with this tag. */
const load = (tag) =>
  new Promise((resolve, reject) => {
    tag.onload = () => resolve(parsed());
    tag.onerror = () => {
      tag.remove();
      loading = edge = undefined;
      reject(new Error(`Sawtak: ${tag.src} didn't load`));
    };
    document.head.append(tag);
  });

/** Returns the element in `element` after which the box stands. One element has one. */
const anchorIn = (element) => {
  const known = [...element.children].find(({ id }) => id.startsWith(ANCHOR));
  if (known) return known;
  const anchor = document.createElement("span");
  anchor.id = ANCHOR + ++anchors;
  anchor.hidden = true;
  element.append(anchor);
  return anchor;
};

/**
 * Puts the box into an element, or lets it float if that is `null`. Resolves once the box is there. For an entity that has
 * its box, moves and changes that.
 */
export const mount = async (element, options) => {
  if (isServer()) return;
  const origin = new URL(options.origin).origin;
  if (!options.entity) throw new TypeError("Sawtak: `entity` is missing");
  if (edge && edge !== origin) throw new TypeError(`Sawtak: the loader came from ${edge}; a page has one`);
  if (element && !element.isConnected) throw new TypeError("Sawtak: the element is not in the document");
  const anchor = element && anchorIn(element);
  edge = origin;
  const tag = tagOf(origin, options, anchor);
  if (loading) {
    await loading;
  } else if (isLoaded()) {
    // The page has a tag of its own.
    loading = parsed();
    await loading;
  } else {
    return (loading = load(tag));
  }
  window.sawtak.start(tag);
};

/** Opens the form once its loader is there. Rejects if nothing was mounted. */
export const open = async (options) => {
  if (isServer()) return;
  if (loading) await loading;
  if (!isLoaded()) throw new Error("Sawtak: mount a box first");
  window.sawtak.open(options);
};

/** Closes the form that was opened last. */
export const close = () => {
  if (!isServer() && isLoaded()) window.sawtak.close();
};

/** Calls a listener upon each event of a type. Returns a function that ends this. */
export const on = (type, listener) => {
  if (isServer()) return () => {};
  const name = "sawtak:" + type;
  document.addEventListener(name, listener);
  return () => document.removeEventListener(name, listener);
};
