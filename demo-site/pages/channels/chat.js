// The messages of the chat as the person sees them.

import { address, element, linked, words } from "./stand-ins.js";

const language = document.documentElement.lang;
const TICKS = { sent: "✓", delivered: "✓✓", read: "✓✓" };

/// Brings the list up to date: messages that haven't changed stay, so that nobody loses focus or sound.
export function show(list, messages, actions) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const known = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const wanted = [];
  let day = null;
  for (const message of messages) {
    const date = new Date(message.at).toLocaleDateString(language, { dateStyle: "medium" });
    if (date !== day) {
      const id = `day ${date}`;
      wanted.push(known.get(id) ?? element("div", { class: "day", "data-id": id }, date));
      day = date;
    }
    const old = known.get(message.id);
    if (!old) wanted.push(bubble(message, messages, actions));
    else {
      if (old.dataset.status !== message.status) refresh(old, message);
      wanted.push(old);
    }
  }
  const isNew = wanted.length !== list.children.length;
  for (const [place, item] of wanted.entries()) {
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  }
  while (list.children.length > wanted.length) list.lastChild.remove();
  if (isNew && atEnd) toEnd(list);
}

/// Scrolls to the last message, and again once pictures and sounds have their size.
function toEnd(list) {
  const scroll = () => (list.scrollTop = list.scrollHeight);
  scroll();
  requestAnimationFrame(scroll);
  const last = [...list.children].slice(-4).flatMap((item) => [...item.querySelectorAll("img, video, audio")]);
  for (const medium of last) {
    for (const event of ["load", "loadedmetadata", "error"]) medium.addEventListener(event, scroll, { once: true });
  }
}

function refresh(item, message) {
  item.dataset.status = message.status;
  item.querySelector(".meta").replaceWith(meta(message));
}

function bubble(message, all, actions) {
  const who = message.incoming ? words.them : words.you;
  return element(
    "div",
    { class: message.incoming ? "incoming" : "own", "data-id": message.id, "data-status": message.status },
    element("span", { class: "hidden-text" }, `${who}: `),
    quote(message, all),
    ...content(message, actions),
    meta(message),
    choices(message, actions),
  );
}

function meta(message) {
  const time = new Date(message.at).toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
  const ticks = message.incoming
    ? null
    : element("span", { class: `ticks ${message.status}`, role: "img", "aria-label": words[message.status] }, TICKS[message.status]);
  return element("p", { class: "meta" }, element("time", {}, time), ticks);
}

/// The beginning of the message that this one answers.
function quote(message, all) {
  const quoted = message.context && all.find(({ id }) => id === message.context);
  if (!quoted) return null;
  const { content: of } = quoted;
  const text = of.interactive?.body?.text ?? of.text?.body ?? of.template?.text ?? "";
  return element("p", { class: "quote", dir: "auto" }, text.length > 90 ? `${text.slice(0, 90)}…` : text);
}

const text = (words, kind) => element("p", { dir: "auto", class: kind }, ...(kind ? [words] : formatted(words)));

/// Bold words stand between asterisks.
const formatted = (words) =>
  words
    .split(/(?<![^\s(«])\*([^\s*](?:[^*\n]*[^\s*])?)\*/u)
    .flatMap((part, place) => (place % 2 ? [element("strong", {}, part)] : linked(part)));

/// Loads a sound or film as a whole: only so does the browser know its length.
function whole(medium, source) {
  fetch(source)
    .then((response) => response.blob())
    .then((blob) => (medium.src = URL.createObjectURL(blob)))
    .catch(() => {});
  return medium;
}

function content({ content: of, id }, { file }) {
  const own = of[of.type] ?? {};
  const caption = own.caption ? text(own.caption) : null;
  const source = own.id && address(file(own.id));
  switch (of.type) {
    case "text":
      return [text(own.body)];
    case "template":
      return [text(own.text)];
    case "audio":
      return [whole(element("audio", { controls: true, "aria-label": words.voice }), source)];
    case "image":
      return [element("img", { src: source, alt: words.picture }), caption];
    case "video":
      return [whole(element("video", { controls: true, "aria-label": words.film }), source), caption];
    case "document":
      return [element("p", {}, element("a", { href: source, target: "_blank", rel: "noopener" }, own.filename ?? words.file)), caption];
    case "location":
      return [text(own.name ?? words.place), element("p", { dir: "ltr" }, `${own.latitude.toFixed(5)}, ${own.longitude.toFixed(5)}`)];
    case "interactive":
      if (own.button_reply) return [text(own.button_reply.title)];
      if (own.list_reply) return [text(own.list_reply.title), own.list_reply.description ? text(own.list_reply.description, "foot") : null];
      return [
        own.header ? text(own.header.text, "head") : null,
        text(own.body.text),
        own.footer ? text(own.footer.text, "foot") : null,
      ];
    default:
      return [text(id)];
  }
}

/// What a message offers: buttons, a list that opens, a link, or the way to a location.
function choices({ id, incoming, content: of }, { choose, open, here }) {
  const own = of.interactive;
  if (!incoming || !own) return null;
  const button = (words, press) => element("button", { type: "button", onclick: press }, words);
  const { action } = own;
  const all = {
    button: () => action.buttons.map(({ reply }) => button(reply.title, () => choose(id, reply.id))),
    list: () => [button(`☰ ${action.button}`, () => open(id, own))],
    cta_url: () => [
      element("a", { href: action.parameters.url, target: "_blank", rel: "noopener" }, `↗ ${action.parameters.display_text}`),
    ],
    location_request_message: () => [button(words.here, here)],
  }[own.type]?.();
  return all ? element("div", { class: "choices", dir: "auto" }, ...all) : null;
}
