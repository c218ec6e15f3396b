// A phone with WhatsApp: the chat, and what happens behind the scenes.

import { show } from "./chat.js";
import { recorder } from "./recorder.js";
import { call, element, follow, words } from "./stand-ins.js";

const at = (id) => document.getElementById(id);
const [chat, state, problem, message, send, record] = ["chat", "state", "problem", "message", "send", "record"].map(at);
const rows = at("rows");

/// Limits of WhatsApp's own app, in megabytes.
const LARGEST = { image: 5, video: 16, audio: 16, document: 100 };

/// The number of this phone: of the address, or one that this browser keeps.
let number = new URLSearchParams(location.search).get("number") ?? localStorage.getItem("number") ?? fresh();

function fresh() {
  const made = `97150${String(Math.floor(Math.random() * 1e7)).padStart(7, "0")}`;
  localStorage.setItem("number", made);
  return made;
}

const path = (rest = "") => `/people/whatsapp/${number}${rest}`;

async function attempt(action) {
  problem.textContent = "";
  try {
    await action();
  } catch (error) {
    problem.textContent = words.refused + (navigator.onLine && at("network").checked ? error.message : words["no-network"]);
  }
}

const write = (body) => attempt(() => call("POST", path("/messages"), body));

async function sendFile(kind, file, type, more = {}) {
  if (file.size > LARGEST[kind] * 1024 * 1024) {
    problem.textContent = words.refused + words.large;
    return;
  }
  const query = new URLSearchParams({ kind, ...more });
  await attempt(() => call("POST", path(`/files?${query}`), file, type));
}

function sendText() {
  const body = message.value.trim();
  if (!body) return;
  message.value = "";
  offer();
  write({ type: "text", body });
}

/// Shows the button for what can be done: send what is written, or record.
function offer() {
  const isWritten = message.value.trim() !== "";
  send.hidden = !isWritten;
  record.hidden = isWritten;
}

message.addEventListener("input", offer);
message.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendText();
});
at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  sendText();
  message.focus();
});

at("picture").addEventListener("change", ({ target }) => {
  const [file] = target.files;
  at("attach").open = false;
  const caption = message.value.trim();
  message.value = "";
  offer();
  if (file) sendFile(file.type.startsWith("video/") ? "video" : "image", file, file.type, { caption });
  target.value = "";
});
at("document").addEventListener("change", ({ target }) => {
  const [file] = target.files;
  at("attach").open = false;
  if (file) sendFile("document", file, file.type || "application/octet-stream", { filename: file.name });
  target.value = "";
});

function here() {
  at("attach").open = false;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => write({ type: "location", latitude: coords.latitude, longitude: coords.longitude }),
    () => (problem.textContent = words.refused + words["no-place"]),
  );
}

at("place").addEventListener("click", here);
at("attach").addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  at("attach").open = false;
  at("attach").querySelector("summary").focus();
});

recorder({
  button: record,
  note: at("recording"),
  discard: at("discard"),
  send: (sound, type) => sendFile("audio", sound, type, { voice: true }),
  failed: () => (problem.textContent = words.refused + words["no-microphone"]),
});

new MutationObserver(() => (message.hidden = !at("recording").hidden)).observe(at("recording"), { attributeFilter: ["hidden"] });

/// Opens the rows of a list.
function open(id, { body, action }) {
  rows.querySelector("h2").textContent = action.button;
  rows.querySelector("h2").title = body.text;
  const row = (row) =>
    element(
      "button",
      { type: "button", class: "row", dir: "auto", onclick: () => choose(id, row.id) },
      row.title,
      row.description ? element("small", {}, row.description) : null,
    );
  rows.querySelector("div").replaceChildren(
    ...action.sections.flatMap(({ title, rows }) => [title ? element("h3", { dir: "auto" }, title) : "", ...rows.map(row)]),
  );
  rows.showModal();
}

rows.querySelector(".close").addEventListener("click", () => rows.close());

function choose(message, id) {
  rows.close();
  write({ type: "choice", message, id });
}

const actions = { choose, open, here, file: (id) => path(`/files/${id}`) };

/// Tells the business that its messages are read, once the person sees them.
function read({ messages, online }) {
  const isUnread = messages.some(({ incoming, status }) => incoming && status !== "read");
  if (isUnread && online && document.visibilityState === "visible") call("POST", path("/read"), {}).catch(() => {});
}

let last = null;
document.addEventListener("visibilitychange", () => last && read(last));

async function deliveries() {
  const all = await call("GET", "/control/whatsapp/deliveries");
  const told = ({ entry }) => {
    const values = entry?.flatMap(({ changes }) => changes.map(({ value }) => value)) ?? [];
    const names = values.flatMap(({ messages = [], statuses = [] }) => [
      ...messages.map(({ type }) => type),
      ...statuses.map(({ status }) => status),
    ]);
    return names.join(", ");
  };
  if (!all.length) return;
  at("deliveries").replaceChildren(
    ...all
      .slice(-8)
      .reverse()
      .map(({ number, statuses, body }) =>
        element(
            "li",
            { value: number + 1 },
            element("bdi", { dir: "ltr" }, `${told(body)} → ${statuses.map((status) => status ?? "–").join(", ") || "…"}`),
          ),
      ),
  );
}

function refresh(now) {
  last = now;
  at("number").textContent = `+${number}`;
  if (document.activeElement !== at("name")) at("name").value = now.name;
  at("network").checked = now.online;
  state.textContent = now.subscribed ? (now.typing ? words.typing : words.online) : words.waiting;
  show(chat, now.messages, actions);
  read(now);
  deliveries().catch(() => {});
}

at("name").addEventListener("change", ({ target }) => attempt(() => call("PUT", path(), { name: target.value })));
at("network").addEventListener("change", ({ target }) => attempt(() => call("PUT", path(), { online: target.checked })));
at("another").addEventListener("click", () => {
  number = fresh();
  history.replaceState(null, "", location.pathname);
  location.reload();
});
at("day").addEventListener("click", () => attempt(() => call("POST", "/control/clock", { seconds: 86_400 })));
at("hold").addEventListener("change", ({ target }) => {
  at("release").hidden = !target.checked;
  attempt(() => call("POST", `/control/whatsapp/${target.checked ? "hold" : "release"}`, {}));
});
at("release").addEventListener("click", ({ target }) => {
  const { copies, reversed } = target.dataset;
  if (!copies) return;
  at("hold").checked = false;
  at("release").hidden = true;
  attempt(() => call("POST", "/control/whatsapp/release", { copies: Number(copies), reversed: reversed !== undefined }));
});

offer();
follow(() => path(), refresh, () => (state.textContent = words.lost));
