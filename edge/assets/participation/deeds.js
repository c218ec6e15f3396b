// What a customer does to their participation: each form says which call it makes, in `data-call`. What was done leads back to the page, which
// the edge then renders as it stands.

import { Refused, upload } from "./upload.js";

const ATTACHMENTS_MAX = 5;

/** Most characters of a text, as the edge counts them: code points. */
const TEXT_MAX = 5000;

/** Whether a text has a visible character. */
const isSaid = (text) => /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);

function said(name, values = {}) {
  const lines = [...document.querySelector("#troubles").content.children];
  const text = lines.find((line) => line.value === name).textContent;
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Brings the forms to life; returns what has them. */
export function forms(status, key) {
  const all = document.querySelector("#deeds").content.cloneNode(true);
  if (status.rating) all.querySelector("[data-rate]")?.remove();
  for (const form of all.querySelectorAll("form")) enable(form, status.reference, key);
  fillContact(all.querySelector('[data-call="contact"]'), status.contact ?? {});
  const copy = all.querySelector("[data-keep]");
  copy.download = `${status.reference}.json`;
  copy.href = URL.createObjectURL(new Blob([JSON.stringify(status, null, 2)], { type: "application/json" }));
  all.querySelector("[data-print]").addEventListener("click", () => print());
  return all;
}

/** The present contact stands in its form, to be mended rather than typed again. */
function fillContact(form, contact) {
  for (const field of form?.querySelectorAll("input") ?? []) field.defaultValue = contact[field.name] ?? "";
}

function enable(form, reference, key) {
  // One key until something else is said, so that what arrived without our knowing isn't done twice.
  let attempt = crypto.randomUUID();
  let sending = false;
  form.noValidate = true;
  form.addEventListener("input", () => (attempt = crypto.randomUUID()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    tell(form, "");
    const trouble = await send(form, reference, key, attempt);
    sending = false;
    form.querySelector("[data-progress]").textContent = "";
    if (trouble) tell(form, said(...trouble));
  });
}

/** Sends a form; returns the name of what went wrong and its values, or leaves for the page that says what was done. */
async function send(form, reference, key, attempt) {
  const { call } = form.dataset;
  const body = Object.fromEntries([...new FormData(form)].filter(([, value]) => isSaid(value)));
  const files = [...(form.querySelector("[type=file]")?.files ?? [])];
  const lacks = { messages: !body.text && files.length === 0, rating: !body.rating, reopening: !body.reason, contact: !body.email && !body.phone };
  if (lacks[call]) return [call];
  const over = Math.max(0, ...Object.values(body).map((text) => [...text.trim()].length - TEXT_MAX));
  if (over > 0) return ["long", { over }];
  if (files.length > ATTACHMENTS_MAX) return ["files"];
  try {
    const percent = (share) => said("sending", { percent: Math.floor(share * 100) });
    const progress = form.querySelector("[data-progress]");
    if (files.length > 0) body.attachments = await upload(files, (share) => (progress.textContent = percent(share)));
    const address = `/api/v1/participations/${reference}`;
    const headers = { Authorization: `Bearer ${key}` };
    const answer =
      call === "erasure"
        ? await fetch(address, { method: "DELETE", headers })
        : await fetch(`${address}/${call}`, {
            method: "POST",
            headers: { ...headers, "Content-Type": "application/json", "Idempotency-Key": attempt },
            body: JSON.stringify(body),
          });
    if (answer.status === 422 && call === "contact") return [await wrongPart(answer)];
    if (!answer.ok) throw new Refused(answer.status);
  } catch (error) {
    return [trouble(error.status)];
  }
  form.reset();
  const asked = new URLSearchParams(location.search);
  asked.set("said", call);
  location.assign(`${location.pathname}?${asked}${location.hash}`);
  return null;
}

/** Which part of a contact can't be right; the edge says so. */
async function wrongPart(answer) {
  const { errors } = await answer.json();
  const parts = errors.map((error) => error.pointer.slice(1));
  return parts.find((part) => part === "email" || part === "phone") ?? "contact";
}

function trouble(status) {
  if (status === 409) return "refused";
  if (status === 413 || status === 415) return "files";
  return status === 429 ? "limit" : "unsent";
}

function tell(form, text) {
  form.querySelector("[role=alert]").textContent = text;
}

/** Whether something was entered and isn't sent. */
function isUnsent() {
  const entered = [...document.querySelectorAll("form[data-call] :is(textarea, [type=file])")];
  return entered.some((field) => field.value.trim());
}

addEventListener("beforeunload", (event) => {
  if (isUnsent()) event.preventDefault();
});
