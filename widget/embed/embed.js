// The loader that a web team's script tag names: puts the box into the page, fetches the widget once someone shows interest, opens it.
// SAWTAK_ENGINE (the widget's path) and SAWTAK_WORDS (what the box says, by language) are filled in by the build.

const STYLE = `
:host{all:initial;display:inline-block;color-scheme:light dark;--accent:#0b6b5b;--on-accent:#fff;font:400 medium/1.5 system-ui,sans-serif}
:host([data-theme=light]){color-scheme:light}
:host([data-theme=dark]){color-scheme:dark}
:host([data-floating]){position:fixed;bottom:16px;inset-inline-end:16px;z-index:999999}
button{font:inherit;font-weight:600;min-height:44px;padding:8px 16px;border:0;border-radius:12px;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.open{background:var(--accent);color:var(--on-accent)}
dialog{box-sizing:border-box;width:min(640px,100%);max-width:100%;max-height:100%;margin:auto;padding:0;border:0;border-radius:20px;background:light-dark(#fff,#121c1a);color:light-dark(#17211f,#e8efed)}
dialog::backdrop{background:#000b}
header{position:sticky;top:0;z-index:1;display:flex;justify-content:space-between;align-items:center;padding:8px 24px;background:inherit;border-bottom:1px solid #8883}
.close{background:none;color:inherit}
.wait{padding:24px}
@media(max-width:600px){dialog{height:100%;border-radius:0}}
@media print{:host{display:none}}`;

let engine;
/** The widget, fetched once for all boxes; a failed attempt may be repeated. */
const load = (edge) =>
  (engine ||= import(edge + SAWTAK_ENGINE)
    .then(async (widget) => (await widget.default(), widget))
    .catch((error) => {
      engine = 0;
      throw error;
    }));

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  if (made.className) made.setAttribute("part", made.className);
  return made;
};

const adopt = (root, ...texts) => {
  root.adoptedStyleSheets = texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
};

/** Black or white, whichever is easier to read on the colour that the page gave (WCAG 2.2, relative luminance). */
const accent = (host, colour) => {
  host.style.color = colour;
  const [red, green, blue] = getComputedStyle(host).color.match(/[\d.]+/g).map((value) => (value / 255) ** 2.2);
  host.style.color = "";
  host.style.setProperty("--accent", colour);
  host.style.setProperty("--on-accent", 0.21 * red + 0.72 * green + 0.07 * blue > 0.18 ? "#000" : "#fff");
};

const boxes = [];

const place = (script) => {
  const { entity, service, beside, theme = "auto", colour, page, lang } = script.dataset;
  const edge = new URL(script.src).origin;
  const given = (lang || document.documentElement.lang || "en").slice(0, 2).toLowerCase();
  const language = SAWTAK_WORDS[given] ? given : "en";
  const words = SAWTAK_WORDS[language];
  const plain = page && document.querySelector(page);
  const marked = document.querySelector("sawtak-feedback:not([data-entity])");
  const anchor = beside && document.querySelector(beside);
  if (boxes.some((box) => box.entity === entity && box.host.isConnected)) return;

  const host = marked || document.createElement("sawtak-feedback");
  Object.assign(host.dataset, { entity, theme });
  host.lang = language;
  host.dir = language === "ar" ? "rtl" : "ltr";
  const root = host.attachShadow({ mode: "open" });
  adopt(root, STYLE);
  if (colour) {
    document.documentElement.append(host);
    accent(host, colour);
  }
  const tell = (name, detail) => host.dispatchEvent(new CustomEvent("sawtak:" + name, { bubbles: true, composed: true, detail }));
  const hosted = `${edge}/f/${entity}?lang=${language}`;

  let mounted;
  let sent;
  /** Puts the form into `body`; what the page hands over goes along. */
  const mount = async (body, options) => {
    const widget = await load(edge);
    adopt(root, STYLE, widget.style());
    const submitted = (reference) => {
      sent = true;
      tell("submitted", { reference });
    };
    mounted = await widget.mount(body, { edge, entity, language, service, submitted, ...options });
  };

  if (plain) {
    const body = element("div");
    root.append(body);
    mount(body, { plain: plain.querySelector("form") }).then(() => plain.replaceChildren(host), console.error);
    return;
  }

  const body = element("div");
  const close = element("button", { className: "close", type: "button", textContent: words.embed_close, onclick: () => dialog.close() });
  const title = element("strong", { textContent: words.embed_open });
  const dialog = element("dialog", { className: "dialog", ariaLabel: words.embed_open }, element("header", {}, title, close), body);
  dialog.onclose = () => {
    if (sent) {
      mounted?.unmount();
      mounted = sent = 0;
    }
    tell("closed");
  };
  const open = async (options) => {
    if (dialog.open) return;
    dialog.showModal();
    tell("opened");
    if (mounted) return;
    mounted = {};
    body.replaceChildren(element("p", { className: "wait", textContent: words.embed_loading, role: "status" }));
    try {
      await mount(body, options);
    } catch {
      mounted = 0;
      const link = element("a", { href: hosted, target: "_blank", textContent: words.embed_link });
      body.replaceChildren(element("p", { className: "wait", role: "alert" }, words.embed_failed + " ", link));
    }
  };
  const button = element("button", { className: "open", type: "button", ariaHasPopup: "dialog", textContent: words.embed_open, onclick: () => open() });
  for (const interest of ["pointerenter", "focus", "touchstart"]) {
    button.addEventListener(interest, () => load(edge).catch(() => {}), { once: true, passive: true });
  }
  root.append(button, dialog);
  if (!marked) {
    if (anchor) anchor.after(host);
    else {
      host.dataset.floating = "";
      document.body.append(host);
    }
  }
  boxes.push({ entity, host, open, close: () => dialog.close() });
};

const start = (script) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => place(script), { once: true });
  else place(script);
};

if (!window.sawtak) {
  const sawtak = {
    open: (options = {}) => (boxes.find((box) => box.entity === options.entity) || boxes[0])?.open(options),
    close: () => boxes.forEach((box) => box.close()),
  };
  // What a second script tag finds instead of starting another engine.
  Object.defineProperty(sawtak, "start", { value: start });
  window.sawtak = sawtak;
}
window.sawtak.start(document.currentScript);
