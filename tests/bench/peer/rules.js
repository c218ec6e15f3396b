// What a submission must be: all that is wrong with it, said at once.

import { Problem } from "./problem.js";

const TEXT_MAX = 5_000;
const SLUG = /^[a-z0-9-]{1,64}$/;
const TAG = /^(?=.{1,35}$)[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;
const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UPLOAD = /^[0-9a-f]{32}$/;
const KINDS = ["suggestion", "observation", "complaint"];
const MOODS = ["happy", "neutral", "unhappy"];

export function idempotencyKey(given) {
  if (given === null) throw new Problem(400, "idempotency-key-missing");
  const key = given.trim().replace(/^"(.*)"$/, "$1").toLowerCase();
  if (!KEY.test(key)) throw new Problem(400, "idempotency-key-invalid");
  return key;
}

// The shape alone, every member known and of its type.
export function shaped(body) {
  let sent;
  try {
    sent = JSON.parse(body);
  } catch {
    throw new Problem(400, "malformed");
  }
  const { kind, entity, service = null, text = "", suggestion = null, attachments = [], contact = null, ...rest } = sent ?? {};
  const { language, mood = null, page = null, elapsed_ms = null } = rest;
  const isText = (value) => typeof value === "string";
  const isMaybe = (value) => value === null || isText(value);
  const isShape =
    KINDS.includes(kind) &&
    [entity, text, language].every(isText) &&
    [service, suggestion, page].every(isMaybe) &&
    Array.isArray(attachments) &&
    attachments.every(isText) &&
    (contact === null || (typeof contact === "object" && [contact.name, contact.email, contact.phone].every((part) => isMaybe(part ?? null)))) &&
    (mood === null || MOODS.includes(mood)) &&
    (elapsed_ms === null || (Number.isInteger(elapsed_ms) && elapsed_ms >= 0 && elapsed_ms < 2 ** 32));
  if (!isShape) throw new Problem(400, "malformed");
  return { kind, entity, service, text, suggestion, attachments, contact, language, mood, page, elapsed_ms };
}

export function checked(sent) {
  const errors = [];
  const wrong = (pointer, detail) => errors.push({ pointer, detail });
  if (!SLUG.test(sent.entity)) wrong("/entity", "not a short name");
  if (sent.service !== null && !SLUG.test(sent.service)) wrong("/service", "not a short name");
  const text = written(sent.text, (detail) => wrong("/text", detail));
  const suggestion = written(sent.suggestion ?? "", (detail) => wrong("/suggestion", detail));
  if (suggestion !== null && sent.kind !== "complaint") wrong("/suggestion", "only with a complaint");
  if (sent.attachments.length > 5) wrong("/attachments", "at most five");
  if (new Set(sent.attachments).size < sent.attachments.length) wrong("/attachments", "one is there already");
  sent.attachments.forEach((id, place) => UPLOAD.test(id) || wrong(`/attachments/${place}`, "not an upload's id"));
  if (text === null && sent.attachments.length === 0 && errors.length === 0) wrong("/text", "write something");
  const contact = reachable(sent.contact, wrong);
  if (!TAG.test(sent.language)) wrong("/language", "not a language tag");
  const page = sent.page === null ? null : originAndPath(sent.page, wrong);
  if (errors.length > 0) throw new Problem(422, "invalid", { errors });
  return { ...sent, text, suggestion, contact, page };
}

function written(typed, wrong) {
  const trimmed = typed.trim();
  if ([...trimmed].length > TEXT_MAX) wrong("too long");
  if (trimmed.includes("\0")) wrong("NUL");
  return trimmed === "" ? null : trimmed;
}

function reachable(contact, wrong) {
  const part = (name) => contact?.[name]?.trim() || undefined;
  const [name, email, typed] = [part("name"), part("email"), part("phone")];
  if (name && ([...name].length > 200 || /\p{Cc}/u.test(name))) wrong("/contact/name", "one line");
  if (email && !(email.length <= 254 && /^[^\s\p{Cc}]+@[^\s.@\p{Cc}]+(\.[^\s.@\p{Cc}]+)+$/u.test(email))) {
    wrong("/contact/email", "name@example.org");
  }
  const phone = typed && phoneNumber(typed);
  if (phone === null) wrong("/contact/phone", "+971 50 123 4567");
  return name || email || phone ? { name, email, phone } : null;
}

function phoneNumber(typed) {
  const plain = typed.replace(/[\s\-().\/]/g, "").replace(/^(\+|00)/, "").replace(/^0/, "971");
  return /^[1-9][0-9]{7,14}$/.test(plain) ? `+${plain}` : null;
}

function originAndPath(page, wrong) {
  const bare = page.split(/[?#]/)[0];
  if (!/^https?:\/\/[^\/\s@]+(\/\S*)?$/.test(bare) || bare.length > 2_000) wrong("/page", "not a page's address");
  return bare;
}
