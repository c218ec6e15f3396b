// The page of a participation: dates in the reader's language, and with the tracking key from the fragment what was sent.
// Every word is in the page's templates; nothing that came from outside is ever read as HTML.

import { forms } from "./participation/deeds.js";

const language = document.documentElement.lang;
const dates = new Intl.DateTimeFormat(`${language}-AE-u-nu-latn`, { dateStyle: "long", timeStyle: "short", timeZone: "Asia/Dubai" });
const place = document.querySelector("#sent");

function writeOut(time, at = time.dateTime) {
  time.dateTime = at;
  time.textContent = dates.format(new Date(at));
}

function copyOf(id) {
  return document.querySelector(id).content.cloneNode(true);
}

/** Keeps a part of the content and fills it, or removes it when there is nothing to fill in. */
function part(content, name, value, fill) {
  const element = content.querySelector(`[data-part="${name}"]`);
  if (!value || value.length === 0) element.remove();
  else fill(element.querySelector("[data-value]"), value);
}

function player(attachment) {
  const kind = attachment.type.split("/")[0];
  if (kind !== "audio" && kind !== "video") return null;
  const media = document.createElement(kind);
  media.controls = true;
  media.preload = "metadata";
  media.src = attachment.url;
  media.setAttribute("aria-label", attachment.name);
  return media;
}

function file(attachment) {
  const item = copyOf("#sent-file").firstElementChild;
  const link = item.querySelector("a");
  item.querySelector("bdi").textContent = attachment.name;
  // Nobody opens a file any more in which malware was found.
  if (attachment.scan === "infected") {
    link.remove();
    return item;
  }
  item.querySelector("[data-refused]").remove();
  link.href = attachment.url;
  const media = player(attachment);
  if (media) link.before(media);
  return item;
}

function message(sent) {
  const item = copyOf("#sent-message").firstElementChild;
  for (const from of item.querySelectorAll("[data-from]")) if (from.dataset.from !== sent.from) from.remove();
  writeOut(item.querySelector("time"), sent.at);
  item.querySelector(".page-said").textContent = sent.text;
  for (const attachment of sent.attachments) item.append(file(attachment));
  return item;
}

/** A service by its name, which may be in another language than the page. */
function nameService(target, id) {
  const names = [...document.querySelector("#services").content.children];
  const name = names.find((name) => name.value === id);
  target.lang = name?.lang ?? "";
  target.textContent = name?.textContent ?? id;
}

/** A place as lines: the address, and the coordinates. */
function placeOf({ address, latitude, longitude }) {
  const coordinates = latitude === null ? null : `${latitude}, ${longitude}`;
  return [address, coordinates].filter((line) => line !== null).join("\n");
}

function show(status, key) {
  const content = copyOf("#sent-content");
  const text = (target, value) => (target.textContent = value);
  part(content, "text", status.text, (target, value) => {
    text(target, value);
    target.lang = status.language;
  });
  part(content, "service", status.service, nameService);
  part(content, "place", status.place && placeOf(status.place), text);
  part(content, "suggestion", status.suggestion, (link, reference) => {
    link.href = `/p/${reference}${location.search}${location.hash}`;
    link.firstElementChild.textContent = reference;
  });
  for (const name of ["name", "email", "phone"]) part(content, name, status.contact?.[name], text);
  part(content, "attachments", status.attachments, (list, all) => list.append(...all.map(file)));
  part(content, "messages", status.messages, (list, all) => list.append(...all.map(message)));
  part(content, "rating", status.rating, (place, rating) => {
    for (const mood of place.querySelectorAll("[data-mood]")) if (mood.dataset.mood !== rating) mood.remove();
  });
  place.replaceChildren(content, forms(status, key));
}

async function open(key) {
  try {
    const answer = await fetch(`/api/v1/participations/${place.dataset.reference}`, { headers: { Authorization: `Bearer ${key}` } });
    if (answer.ok) {
      show(await answer.json(), key);
      if (prints) print();
    } else place.replaceChildren(copyOf(answer.status === 401 ? "#sent-wrong" : "#sent-failed"));
  } catch {
    place.replaceChildren(copyOf("#sent-failed"));
  }
}

/** The key stays in the address, so that the page in another language opens it too. */
function follow() {
  const key = location.hash.slice(1);
  for (const link of document.querySelectorAll("a.page-language")) link.hash = location.hash;
  if (place && key) open(key);
}

// Whoever came to print does so once, and is told once what was done: not again upon a reload, nor on the pages that this one leads to.
const asked = new URLSearchParams(location.search);
const prints = asked.has("print");
if (prints || asked.has("said")) {
  asked.delete("print");
  asked.delete("said");
  history.replaceState(null, "", `${location.pathname}?${asked}${location.hash}`);
}
document.querySelector("#said")?.focus();

for (const time of document.querySelectorAll("time")) writeOut(time);
addEventListener("hashchange", follow);
follow();
