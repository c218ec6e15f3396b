// The loader that a web team's script tag names: puts the box into the page, fetches the form once someone shows interest, opens it.
// SAWTAK_WORDS (by language: what the button says) is filled in by the build.

import { guideThrough } from "./form.js";

const STYLE = `
:host{all:initial!important;display:inline-block!important;color-scheme:var(--theme)!important;font:400 medium/1.5 system-ui,sans-serif!important}
button{font:inherit;font-weight:600;min-height:44px;padding:8px 16px;border:0;border-radius:12px;cursor:pointer}
[part=open]{background:var(--accent,#0b6b5b);color:var(--on-accent,#fff)}
:host([data-floating]){position:fixed!important;bottom:16px!important;inset-inline-end:16px!important;z-index:2147483647!important}
dialog{width:640px;max-width:100%;height:720px;max-height:100%;padding:0;border:0;border-radius:20px}
iframe{width:100%;height:99%;border:0}
@media print{:host{display:none!important}}`;

const element = (name, properties) => Object.assign(document.createElement(name), properties);

const adopt = (root, ...texts) => {
  root.adoptedStyleSheets = texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
};

/** By entity. */
const boxes = {};

const place = (script) => {
  const { entity, service, beside, theme = "auto", colour, lang } = script.dataset;
  const edge = new URL(script.src).origin;
  const given = (lang || document.documentElement.lang).toLowerCase().split("-")[0];
  const language = SAWTAK_WORDS[given] ? given : "en";
  const label = SAWTAK_WORDS[language];
  if (boxes[entity]) return;

  const find = () => document.querySelector("sawtak-feedback:not([data-entity])");
  const host = find() || element("sawtak-feedback");
  host.dataset.entity = entity;
  host.style.setProperty("--theme", theme.replace("auto", "light dark"));
  host.lang = language;
  const root = host.attachShadow({ mode: "open" });
  adopt(root, STYLE);
  const tell = (name, detail) => host.dispatchEvent(new CustomEvent("sawtak:" + name, { bubbles: true, detail }));
  const address = `${edge}/embed/${entity}?lang=${language}`;

  const options = {
    edge,
    service,
    submitted: (reference) => {
      sent = true;
      tell("submitted", { reference });
    },
  };
  let shown;
  let attached;
  let sent;

  const wait = (...children) => dialog.replaceChildren(element("button", { part: "close", textContent: "✕ " + label }), ...children);
  const dialog = element("dialog", { part: "dialog", ariaLabel: label });
  dialog.onclick = ({ target }) => target.closest("[part=close]") && dialog.close();
  // What is typed here is none of the page's shortcuts.
  dialog.onkeydown = dialog.onkeyup = dialog.onkeypress = (event) => event.stopPropagation();
  dialog.onclose = () => {
    if (sent) {
      attached?.detach();
      shown = attached = sent = 0;
    }
    tell("closed");
  };

  const link = element("a", { href: `${edge}/f/${entity}?lang=${language}`, target: "_blank", textContent: label });
  /** Where the page forbids what the form needs: the same form in a frame, and the link for when that is forbidden too. */
  const fallBack = () => {
    const frame = element("iframe", { src: `${address}&mood=${options.mood || ""}`, title: label, allow: "microphone;camera" });
    addEventListener("message", ({ source, data }) => {
      if (source !== frame.contentWindow) return;
      if (data.reference) options.submitted(data.reference);
      else link.remove();
    });
    wait(link, frame);
  };

  const open = (given) => {
    if (dialog.open) return;
    Object.assign(options, given);
    dialog.showModal();
    tell("opened");
    if (shown) return;
    shown = true;
    wait("…");
    // The request itself parses the document, so that a page's Trusted Types have nothing to refuse.
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onloadend = () => {
      const frame = request.response?.querySelector(".sawtak");
      if (!frame) {
        shown = false;
        return wait(link);
      }
      adopt(root, STYLE, request.response.querySelector("[type='text/css']").textContent);
      dialog.dir = frame.dir;
      dialog.replaceChildren(frame);
      guideThrough(frame, options).then((form) => (attached = form), fallBack);
      frame.querySelector("h2").focus();
    };
    request.send();
  };
  const button = element("button", { part: "open", ariaHasPopup: "dialog", textContent: label, onclick: () => open() });
  root.append(button, dialog);

  const insert = () => {
    const marked = find();
    const anchor = beside && document.querySelector(beside);
    if (marked) marked.replaceWith(host);
    else if (anchor) anchor.after(host);
    else document.documentElement.append(host);
    host.toggleAttribute("data-floating", !marked && !anchor);
  };
  if (!host.isConnected) insert();
  // Text on the page's colour is black or white, by its luminance (WCAG 2.2); a browser that can't tell keeps our colour.
  const readable = `color(from ${colour} xyz${" calc((.18 - y)*999)".repeat(3)})`;
  if (CSS.supports("color", readable)) {
    host.style.setProperty("--accent", colour);
    host.style.setProperty("--on-accent", readable);
  }
  // A page that replaces its content gets its box back.
  new MutationObserver(() => host.isConnected || insert()).observe(document, { childList: true, subtree: true });

  // Only fetched, not run, and after all that the page itself loads: what a page forbids isn't tried before someone opens the box.
  // Read to the end, or the browser's cache would wait for the rest.
  const fetchLow = async (address) => (await fetch(address, { priority: "low" })).text();
  const interest = async () => {
    try {
      const engine = edge + (await fetchLow(address)).match(/engine="(.+?)"/)[1];
      await Promise.all([fetchLow(engine), fetchLow(engine.replace(".js", "_bg.wasm"))]);
      // Something waits on this device to be sent.
      if (localStorage.sawtak) (await import(engine)).resume(edge);
    } catch {}
  };
  button.onpointerenter = button.onfocus = interest;
  const { saveData, effectiveType } = navigator.connection || {};
  if (!saveData && !/2g/.test(effectiveType)) {
    new IntersectionObserver((entries, observer) => {
      if (entries.pop().isIntersecting) {
        observer.disconnect();
        (window.requestIdleCallback || setTimeout)(interest);
      }
    }).observe(button);
  }
  boxes[entity] = { open, close: () => dialog.close() };
};

// What a second script tag finds instead of starting another engine.
window.sawtak ||= {
  open: (options = {}) => (boxes[options.entity] || Object.values(boxes)[0])?.open(options),
  close: () => Object.values(boxes).forEach((box) => box.close()),
  start: (script) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => place(script));
    else place(script);
  },
};
window.sawtak.start(document.currentScript);
