// Loader that a web team's script tag names: adds the box to the page, fetches the form upon interest, opens it.
// The build fills in SAWTAK_WORDS, the button's label by language, and SAWTAK_FRAME, the path of the frame's script: a version
// of the loader under an address of its own loads the frame's script of the same version.

// The label is black or white by the accent's luminance (WCAG 2.2), as in form/src/tokens.css. A narrow dialog takes the
// whole height. The order compresses best. What isn't said here, form/src/style.css says once the form has come.
const STYLE = `[part=open]{background:var(--accent);color:color(from var(--accent) xyz calc((.18 - y)*999) calc((.18 - y)*999) calc((.18 - y)*999))}
dialog{width:640px;max-height:100%;padding:16px;max-width:100%;height:max(720px,(600px - 100vw)*99);border:0;border-radius:20px}
:host{all:initial!important;display:inline-block!important;color-scheme:var(--theme)!important;font:600 medium/1.5 system-ui!important}
button,a{font:inherit;border-radius:12px;display:block;background:none;border:1px solid #0000;padding:10px}
:host([data-floating=true]){inset-inline-end:16px!important;bottom:16px!important;z-index:9999!important;position:fixed!important}
dialog>button{float:inline-end;margin:-10px}
@media print{:host{display:none!important}}`;

/** Distance from the button's corner within which a pointer shows interest, in pixels. */
const NEAR = 300;

const element = (name, properties) => Object.assign(document.createElement(name), properties);
/** Fetches a file ahead, after the page's own requests. Reads it to its end: otherwise the browser would not cache it. */
const ahead = async (address) => (await fetch(address, { priority: "low" })).text();
/** Tells the web team what keeps the box from being as they meant it. */
const warn = (reason) => console.warn("Sawtak", reason);

/** Dialog opened last. */
let opened;
/** Functions that open each box, by entity; the first box also under the empty name. */
const boxes = {};

const place = (script) => {
  let tag = script.dataset;
  const entity = tag.entity || "-";
  // A single-page site that brings another page may bring another tag.
  if (boxes[entity]) return boxes[entity].follow(tag);
  const edge = script.src.split("/", 3).join("/");
  /** Language, as the page says it and as ours; the first question's address. */
  let said, language, address;

  const find = () => document.querySelector("sawtak-feedback:not([data-entity])");
  /** Request of the form. Another ends one that is under way. */
  const request = new XMLHttpRequest();
  const host = find() || element("sawtak-feedback");
  host.dataset.entity = entity;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  const tell = (name, reference, kind) => {
    // A page that has a class of its own under this name hears nothing.
    try {
      host.dispatchEvent(new CustomEvent("sawtak:" + name, { bubbles: true, detail: { entity, reference, kind } }));
    } catch {}
  };

  /** Promise of the form, and the page's options for the current participation. Both are reset once it is sent. */
  let coming, known;
  const dialog = element("dialog", { part: "dialog" });
  /** Leads to the form's own page. It stands in the dialog where the form can't. */
  const link = element("a", { target: "_blank", part: "open" });
  // The wide space makes a target of 44 pixels.
  const close = element("button", { part: "close", textContent: "✕\u2003" });
  dialog.onclick = ({ target }) => target.closest("[part=close]") && dialog.close();
  // Until the widget has loaded, keys are no shortcuts of the page.
  dialog.onkeypress = dialog.onkeydown = dialog.onkeyup = (event) => event.stopPropagation();
  // Until the widget has loaded. It repeats a submission pressed before.
  dialog.onsubmit = ({ target }) => !(target.dataset.pressed = 1);

  dialog.onclose = () => tell("closed");

  /**
   * Loads the form into the dialog, which shows its name meanwhile. The request parses it, so that a page's Trusted Types
   * have nothing to refuse.
   */
  const load = async () => {
    dialog.replaceChildren(close, link.textContent);
    request.open("GET", address);
    request.responseType = "document";
    request.send();
    await new Promise((resolve) => (request.onloadend = resolve));
    const { response } = request;
    const form = response.querySelector(".sawtak");
    // A refusal says in its title why.
    if (!form) throw response.title;
    dialog.replaceChildren(form);
    sheet.replaceSync(STYLE + response.querySelector("script").text);
    return form;
  };

  const open = async (given) => {
    restore();
    // The reference number stays in sight until the box is closed.
    if (!dialog.open) {
      opened = dialog;
      dialog.showModal();
      tell("opened");
    } else if (!known) return;
    // Later options of the page go to the form that is there. The tag says which service the page is about, and which face
    // was chosen on its meter.
    if (known && !link.isConnected) return Object.assign(known, tag, given);
    known = {
      ...tag,
      ...given,
      entity,
      language,
      submitted: (...sent) => {
        known = coming = 0;
        tell("submitted", ...sent);
      },
    };
    try {
      const form = await (coming ||= load());
      form.querySelector("h2").focus();
      await (await import(edge + form.dataset.engine)).guide(form, known);
    } catch (reason) {
      // The page forbids what the form needs, or nothing can be loaded. A link stands in, until the form has come in a frame.
      // The next opening retries.
      warn(reason);
      coming = 0;
      dialog.replaceChildren(close, link);
      import(edge + SAWTAK_FRAME).then((frame) => frame.show(dialog, known), warn);
    }
  };
  const button = element("button", { part: "open", onclick: () => open(), ariaHasPopup: "dialog" });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(button, dialog);

  /** Restores the box if the page replaced its content or its language. A dialog taken out of the page is no longer modal. */
  const restore = () => {
    if (said !== (said = tag.lang || document.documentElement.lang)) {
      // A page may write its language as a locale, or with three letters. One that can't be read changes nothing.
      try {
        language = new Intl.Locale(said.split(/\W|_/)[0]).language;
      } catch {}
      if (!SAWTAK_WORDS[language]) {
        language = "en";
        warn(said);
      }
      host.lang = language;
      link.textContent = dialog.ariaLabel = button.textContent = SAWTAK_WORDS[language];
      // A form that was begun changes its language itself, and keeps what was entered. One fetched ahead is fetched anew.
      if (known) known.language = language;
      else coming = 0;
    }
    const query = "?lang=" + language + (tag.test == null ? "" : "&test=1");
    link.href = edge + "/f/" + entity + query;
    address = edge + "/embed/" + entity + "/first" + query;
    if (!host.isConnected) {
      const { beside } = tag;
      if (beside) {
        try {
          document.querySelector(beside).after(host);
        } catch {
          // The page has no such place, or an id with a colon, which is no selector as it stands.
          warn(beside);
          document.getElementById(beside.slice(1))?.after(host);
        }
      }
      find()?.replaceWith(host);
      if ((host.dataset.floating = !host.isConnected)) document.documentElement.append(host);
    }
    if (dialog.open && !dialog.matches(":modal")) {
      dialog.open = false;
      dialog.showModal();
    }
  };

  /** Prefetches everything upon interest: a pointer near the button, a touch, or the focus, which has no distance. */
  const interest = async (event) => {
    if (dialog.open || coming || known) return;
    const at = button.getBoundingClientRect();
    if (Math.hypot(at.x - event.x, at.y - event.y) > NEAR) return;
    try {
      const engine = edge + (await (coming = load())).dataset.engine;
      await ahead(engine);
      (await import(engine)).warm(dialog);
    } catch {}
  };
  addEventListener("pointermove", interest);
  button.onfocus = button.onpointerdown = interest;
  /** Takes what a tag says. */
  const follow = (next) => {
    if (next.beside !== tag.beside) host.remove();
    const { theme = "", colour = "#0b6b5b" } = (tag = next);
    // Without a value, the box is as light or dark as the page around it.
    host.style.cssText += `--accent:${colour};--theme:${theme.replace("auto", "")}`;
    if (known) known.service = tag.service || "";
    else coming = 0;
    restore();
  };
  follow(tag);
  new MutationObserver(restore).observe(document, { subtree: true, childList: true, attributeFilter: ["lang"] });
  open.follow = follow;
  boxes[""] ||= open;
  boxes[entity] = open;
  tell("ready");
  if (!navigator.connection?.saveData) {
    new IntersectionObserver(async (entries, observer) => {
      if (!entries.pop().isIntersecting) return;
      observer.disconnect();
      // Prefetches the first question on an idle page, or everything if the outbox isn't empty. The page's resources come first.
      await new Promise(window.requestIdleCallback || setTimeout);
      try {
        localStorage.sawtak ? interest(0) : await ahead(address);
      } catch {}
    }).observe(button);
  }
};

// A module has no current script.
const script = document.currentScript || (warn("module"), document.querySelector("script[data-entity]"));
const begin = () => {
  // A second script tag reuses this instead of starting another loader. What the page's elements are called doesn't count,
  // nor does the stand-in of a page that opens the form before.
  if (!Object.hasOwn(window, "sawtak") || !window.sawtak?.start) {
    window.sawtak = {
      start: place,
      open: (options) => (boxes[options?.entity] || boxes[""])(options),
      close: () => opened?.close(),
    };
  }
  window.sawtak.start(script);
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
