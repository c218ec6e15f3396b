// What a customer does to their participation: each form says which call it makes, in `data-call`. What was done leads back to the page, which
// the edge then renders as it stands.

/** Most characters of a text, as the edge counts them: code points. */
const TEXT_MAX = 5000;

/** An answer other than success. */
class Refused extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Whether a text has a visible character. */
const isSaid = (text) => /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);

function said(name, values = {}) {
  const lines = [...document.querySelector("#troubles").content.children];
  const text = lines.find((line) => line.value === name).textContent;
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Brings the forms of an opened participation to life: they send in place, with the key. */
export function enhance(page, key) {
  const { reference } = page.dataset;
  for (const part of page.querySelectorAll("[data-scripted]")) part.hidden = false;
  for (const form of page.querySelectorAll("form[data-call]")) enable(form, reference, key);
  recordOnceSeen(page.querySelector('[data-call="messages"]'));
  page.querySelector("[data-print]")?.addEventListener("click", () => print());
  page.querySelector("[data-keep]")?.addEventListener("click", () => keep(reference, key));
}

/** Ends what a page's forms have begun, before another takes its place: a recording stops, and nothing of it is sent. */
export function leave() {
  document.body.dispatchEvent(new Event("close"));
  attached = mounting = undefined;
}

/** Saves a copy of all that is kept. */
async function keep(reference, key) {
  let text;
  try {
    const answer = await fetch(`/api/v1/participations/${reference}`, { headers: { Authorization: `Bearer ${key}` } });
    if (!answer.ok) throw new Refused(answer.status);
    text = JSON.stringify(await answer.json(), null, 2);
  } catch {
    document.querySelector("#participation").append(document.querySelector("#failed").content.cloneNode(true));
    return;
  }
  const link = document.createElement("a");
  link.download = `${reference}.json`;
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Tells what is attached to the reply: nothing, why it can't be sent as it is (a string), or ids. Set once the recorders are mounted. */
let attached;
let mounting;

/** Mounts recorders and attachments when the reply comes into sight. Until then, chosen files wait in their field. */
function recordOnceSeen(form) {
  if (!form) return;
  const seen = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    seen.disconnect();
    mount(form).catch((error) => console.error(error));
  });
  seen.observe(form);
}

/** Mounts them once. A failed attempt may be repeated. */
function mount(form) {
  const frame = form.querySelector(".sawtak");
  mounting ||= import(location.origin + frame.dataset.engine)
    .then((engine) => engine.reply(frame))
    .then(
      (tell) => (attached = tell),
      (error) => {
        mounting = undefined;
        throw error;
      },
    );
  return mounting;
}

function enable(form, reference, key) {
  // One key until something else is said, so that what arrived without our knowing isn't done twice.
  const attempt = { said: "", key: "" };
  let sending = false;
  // Marks it as one that this script sends.
  form.noValidate = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    tell(form, "");
    const trouble = await send(form, reference, key, attempt);
    sending = false;
    if (trouble) tell(form, trouble);
  });
}

/** Sends a form; returns what went wrong, or leaves for the page that says what was done. */
async function send(form, reference, key, attempt) {
  const { call } = form.dataset;
  // The key travels in a header.
  const body = Object.fromEntries([...new FormData(form)].filter(([name, value]) => !["key", "once"].includes(name) && typeof value === "string" && isSaid(value)));
  if (call === "messages") {
    try {
      // Words alone don't wait for it.
      if (form.querySelector("[type=file]").files.length > 0) await mount(form);
    } catch {
      return said("unsent");
    }
    const attachments = attached?.();
    if (typeof attachments === "string") return attachments;
    if (attachments) body.attachments = attachments;
  }
  const lacks = { classification: !body.kind || !body.entity, messages: !body.text && !body.attachments, rating: !body.rating, reopening: !body.reason, contact: !body.email && !body.phone };
  if (lacks[call]) return said(call);
  const texts = Object.values(body).filter((value) => typeof value === "string");
  const over = Math.max(0, ...texts.map((text) => [...text.trim()].length - TEXT_MAX));
  if (over > 0) return said("long", { over });
  const text = JSON.stringify(body);
  if (attempt.said !== text) Object.assign(attempt, { said: text, key: crypto.randomUUID() });
  try {
    const address = `/api/v1/participations/${reference}`;
    const headers = { Authorization: `Bearer ${key}` };
    const answer =
      call === "erasure"
        ? await fetch(address, { method: "DELETE", headers })
        : await fetch(`${address}/${call}`, {
            method: "POST",
            headers: { ...headers, "Content-Type": "application/json", "Idempotency-Key": attempt.key },
            body: text,
          });
    if (answer.status === 422 && call === "contact") return said(await wrongPart(answer));
    if (!answer.ok) throw new Refused(answer.status);
  } catch (error) {
    return said(trouble(error.status));
  }
  form.reset();
  attached = undefined;
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
  form.querySelector(".page-trouble").textContent = text;
}

/** Whether something was entered and isn't sent. */
function isUnsent() {
  const entered = [...document.querySelectorAll("form[novalidate] :is(textarea, [type=file])")];
  return Boolean(attached?.()) || entered.some((field) => field.value.trim());
}

addEventListener("beforeunload", (event) => {
  if (isUnsent()) event.preventDefault();
});
