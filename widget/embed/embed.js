// The loader that a web team's script tag names: puts the box into the page, fetches the form once someone shows interest, opens it.
// SAWTAK_WORDS (by language: what the button says) is filled in by the build.

// Black or white on the accent, whichever can be read (by its luminance, WCAG 2.2): as form/src/tokens.css has it.
const STYLE = `:host{all:initial!important;display:inline-block!important;color-scheme:var(--theme)!important;font:600 medium/1.5 system-ui!important}
:host([data-floating]){position:fixed!important;bottom:16px!important;inset-inline-end:16px!important;z-index:2147483647!important}
button,dialog>a{display:block;min-height:44px;padding:8px 16px;border:1px solid #0000;border-radius:12px;font:inherit}
[part=open]{background:var(--accent);color:color(from var(--accent) xyz calc((.18 - y)*999) calc((.18 - y)*999) calc((.18 - y)*999))}
dialog{width:640px;max-width:100%;height:720px;max-height:100%;padding:0;border:0;border-radius:20px}
iframe{border:0;width:100%;height:99%}
@media print{:host{display:none!important}}`;

/** How far from the button's corner a pointer is near it, in pixels. */
const NEAR = 300;

const element = (name, properties) => Object.assign(document.createElement(name), properties);

/** What opens each box, by entity; the first also without a name. */
const boxes = {};
/** The dialog that was opened last. */
let opened;

const place = (script) => {
  const { entity, service = "", beside, theme = "auto", colour = "#0b6b5b", lang } = script.dataset;
  if (boxes[entity]) return;
  const edge = new URL(script.src).origin;
  let language = (lang || document.documentElement.lang).toLowerCase().split("-")[0];
  const label = SAWTAK_WORDS[language] || SAWTAK_WORDS[(language = "en")];
  const address = `${edge}/embed/${entity}/first?lang=${language}`;

  const find = () => document.querySelector("sawtak-feedback:not([data-entity])");
  const host = find() || element("sawtak-feedback");
  host.lang = language;
  host.dataset.entity = entity;
  host.style.cssText += `--theme:${theme.replace("auto", "light dark")};--accent:${colour}`;
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const tell = (name, detail) => host.dispatchEvent(new CustomEvent("sawtak:" + name, { bubbles: true, detail }));

  /** The form, on its way or in the dialog, and what the page tells of the participation at hand; once it is sent, the next begins anew. */
  let coming, known;
  const submitted = (reference) => {
    known = coming = 0;
    tell("submitted", { reference });
  };

  const dialog = element("dialog", { part: "dialog", ariaLabel: label });
  const close = element("button", { part: "close", textContent: "✕ " + label });
  dialog.onclick = ({ target }) => target.closest("[part=close]") && dialog.close();
  // What is typed here is none of the page's shortcuts.
  dialog.onkeydown = dialog.onkeyup = dialog.onkeypress = (event) => event.stopPropagation();
  // Until the widget has come. What was pressed before is done then.
  dialog.onsubmit = (event) => {
    event.preventDefault();
    event.target.dataset.pressed = 1;
  };

  const link = element("a", { target: "_blank", textContent: label });
  const frame = element("iframe", { allow: "microphone;camera", title: label });
  addEventListener("message", ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    link.remove();
    close.remove();
    frame.focus();
    if (data?.reference) submitted(data.reference);
    if (data?.close) dialog.close();
  });
  /** Where the page forbids what the form needs: the same form in a frame, and the link for when nothing comes there either. Opened again, it is tried anew. */
  const fallBack = () => {
    coming = 0;
    dialog.replaceChildren(close, link, frame);
    frame.src = link.href.replace("/f/", "/embed/");
  };

  dialog.onclose = () => {
    tell("closed");
    // What is recorded there ends, as it does here.
    frame.contentWindow?.postMessage({ closed: 1 }, "*");
  };

  /** Lays it into the dialog, parsed by the request itself, so that a page's Trusted Types have nothing to refuse. */
  const load = async () => {
    dialog.replaceChildren(close, "…");
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.send();
    await new Promise((resolve) => (request.onloadend = resolve));
    sheet.replaceSync(STYLE + request.response.querySelector("#look").textContent);
    const form = request.response.querySelector(".sawtak");
    dialog.replaceChildren(form);
    return form;
  };

  const open = async (given) => {
    restore();
    // The number of what was sent stays in sight until the box is closed.
    if (dialog.open && !known) return;
    if (!dialog.open) {
      opened = dialog;
      dialog.showModal();
      tell("opened");
    }
    // What the page tells later is for the form that is there.
    if (known && !link.isConnected) {
      frame.contentWindow?.postMessage(given, edge);
      return Object.assign(known, given);
    }
    known = { edge, service, submitted, ...given };
    link.href = `${edge}/f/${entity}?` + new URLSearchParams({ lang: language, theme, colour, service, ...given });
    try {
      const form = await (coming ||= load());
      form.querySelector("h2").focus();
      await (await import(edge + form.dataset.engine)).guide(form, known);
    } catch {
      fallBack();
    }
  };
  const button = element("button", { part: "open", ariaHasPopup: "dialog", textContent: label, onclick: () => open() });
  root.append(button, dialog);

  /** A page that replaces its content gets its box back; and taken out of the page, a dialog has forgotten that it was modal. */
  const restore = () => {
    if (!host.isConnected) {
      document.querySelector(beside)?.after(host);
      find()?.replaceWith(host);
      if (host.toggleAttribute("data-floating", !host.isConnected)) document.documentElement.append(host);
    }
    if (dialog.open && !dialog.matches(":modal")) {
      dialog.open = false;
      dialog.showModal();
    }
  };
  restore();
  new MutationObserver(restore).observe(document, { childList: true, subtree: true });

  // Fetches ahead without running anything, at low priority, so the page's own resources come first and its policy refuses nothing unasked.
  // Reads the body to its end, or the browser would not cache it.
  const fetchLow = async (address) => (await fetch(address, { priority: "low" })).text();
  let first;
  /** Fetches everything, once for each page, upon interest: a pointer near the button, a touch or the focus, which have no distance. */
  const interest = async (event) => {
    if (!button.onfocus) return;
    const { x, y } = button.getBoundingClientRect();
    if (Math.hypot(event.clientX - x, event.clientY - y) > NEAR) return;
    button.onfocus = 0;
    removeEventListener("pointermove", interest);
    try {
      await (first ||= fetchLow(address));
      const { engine, needs } = (await (coming ||= load())).dataset;
      if (dialog.open) return;
      // A first, invisible layout looks up the fonts, so the click doesn't have to.
      dialog.open = true;
      dialog.offsetWidth;
      dialog.open = false;
      for (const path of needs.split(" ")) await fetchLow(edge + path);
      if (localStorage.sawtak) (await import(edge + engine)).resume(edge);
    } catch {}
  };
  addEventListener("pointermove", interest);
  button.onfocus = button.onpointerdown = () => interest(0);
  /** Fetches the first question alone on an idle page with the button in view, or everything if this device has something left to send. */
  const idle = async () => {
    try {
      await (localStorage.sawtak ? interest(0) : (first ||= fetchLow(address)));
    } catch {}
  };
  const { connection } = navigator;
  if (!connection?.saveData && !/2g/.test(connection?.effectiveType)) {
    new IntersectionObserver((entries) => {
      if (entries.pop().isIntersecting) (window.requestIdleCallback || setTimeout)(idle);
    }).observe(button);
  }
  boxes[""] ||= open;
  boxes[entity] = open;
};

// What a second script tag finds instead of starting another engine.
(window.sawtak ||= {
  close: () => opened?.close(),
  open: (options) => (boxes[options?.entity] || boxes[""])?.(options),
  start: (script) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => place(script));
    else place(script);
  },
}).start(document.currentScript);
