// Loader that a web team's script tag names: adds the box to the page, fetches the form upon interest, opens it.
// The build fills in SAWTAK_WORDS, the button's label by language.

// The label is black or white by the accent's luminance (WCAG 2.2), as in form/src/tokens.css.
const STYLE = `:host{all:initial!important;display:inline-block!important;color-scheme:var(--theme)!important;font:600 medium/1.5 system-ui!important}
:host([data-floating]){position:fixed!important;bottom:16px!important;inset-inline-end:16px!important;z-index:2147483647!important}
button,dialog>a{display:block;min-height:44px;padding:8px 16px;border:1px solid #0000;border-radius:12px;font:inherit}
[part=open]{background:var(--accent);color:color(from var(--accent) xyz calc((.18 - y)*999) calc((.18 - y)*999) calc((.18 - y)*999))}
dialog{width:640px;max-width:100%;height:720px;max-height:100%;padding:0;border:0;border-radius:20px}
iframe{border:0;width:100%;height:99%}
@media print{:host{display:none!important}}`;

/** Distance from the button's corner within which a pointer shows interest, in pixels. */
const NEAR = 300;

const element = (name, properties) => Object.assign(document.createElement(name), properties);

/** Functions that open each box, by entity; the first box also under the empty name. */
const boxes = {};
/** Dialog opened last. */
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

  /** Promise of the form, and the page's options for the current participation. Both are reset once it is sent. */
  let coming, known;
  const submitted = (reference) => {
    known = coming = 0;
    tell("submitted", { reference });
  };

  const dialog = element("dialog", { part: "dialog", ariaLabel: label });
  const close = element("button", { part: "close", textContent: "✕ " + label });
  dialog.onclick = ({ target }) => target.closest("[part=close]") && dialog.close();
  // Keys typed here must not trigger the page's shortcuts.
  dialog.onkeydown = dialog.onkeyup = dialog.onkeypress = (event) => event.stopPropagation();
  // Until the widget has loaded. It repeats a submission pressed before.
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
  /** Shows the form in a frame, with a link in case that fails too, if the page forbids what the form needs. The next opening retries. */
  const fallBack = () => {
    coming = 0;
    dialog.replaceChildren(close, link, frame);
    frame.src = link.href.replace("/f/", "/embed/");
  };

  dialog.onclose = () => {
    tell("closed");
    // Ends a recording in the frame.
    frame.contentWindow?.postMessage({ closed: 1 }, "*");
  };

  /** Loads the form into the dialog. The request parses it, so that a page's Trusted Types have nothing to refuse. */
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
    // The reference number stays in sight until the box is closed.
    if (dialog.open && !known) return;
    if (!dialog.open) {
      opened = dialog;
      dialog.showModal();
      tell("opened");
    }
    // Later options of the page go to the form that is there.
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

  /** Restores the box if the page replaced its content. A dialog taken out of the page is no longer modal. */
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

  // Prefetches at low priority without running anything: the page's resources come first, and its policy refuses nothing unasked.
  // Reads the body to its end, or the browser would not cache it.
  const fetchLow = async (address) => (await fetch(address, { priority: "low" })).text();
  let first;
  /** Prefetches everything, once a page, upon interest: a pointer near the button, a touch, or the focus (0: no distance). */
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
      // An invisible first layout looks up the fonts, so the click needn't.
      dialog.open = true;
      dialog.offsetWidth;
      dialog.open = false;
      for (const path of needs.split(" ")) await fetchLow(edge + path);
      if (localStorage.sawtak) (await import(edge + engine)).resume(edge);
    } catch {}
  };
  addEventListener("pointermove", interest);
  button.onfocus = button.onpointerdown = () => interest(0);
  /** Prefetches the first question on an idle page with the button in view, or everything if the outbox isn't empty. */
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

// A second script tag reuses this instead of starting another loader.
(window.sawtak ||= {
  close: () => opened?.close(),
  open: (options) => (boxes[options?.entity] || boxes[""])?.(options),
  start: (script) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => place(script));
    else place(script);
  },
}).start(document.currentScript);
