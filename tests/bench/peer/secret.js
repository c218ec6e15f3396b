// Everything that is hashed, keyed or sealed. Node's own synchronous functions where they do: on workerd they cost less than a promise each.

import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export const sha256 = (...parts) => hashed(parts).digest("hex");

export const tag = (body) => `"${hashed([body]).digest().subarray(0, 16).toString("base64url")}"`;

export const drawn = (length) => Buffer.from(crypto.getRandomValues(new Uint8Array(length)));

// Each part is preceded by its length, so that no two lists of parts look alike.
export function digest(parts) {
  const hash = createHash("sha256");
  for (const part of parts) counted(hash, part);
  return hash.digest("hex");
}

export const mac = (app, name, parts) => keyed(keyring(app, name)[0].bytes, parts);

// What a contact is found by: of each pair of a kind and a word a code that nobody makes without the secret.
export function codes(app, known) {
  const secret = mac(app, "CONTACT_KEYS", ["search"]);
  return known.map((parts) => keyed(secret, parts).subarray(0, 10).toString("hex"));
}

// The caller's address, as another hash each day: a household's network, or the largest that one customer is given.
export const clientOf = (app, request) => addressOf(app, request, 4);
export const networkOf = (app, request) => addressOf(app, request, 3);

function addressOf(app, request, groups) {
  const address = request.headers.get("cf-connecting-ip") ?? "unknown";
  return mac(app, "ADDRESS_SALT", ["address", dayOf(app), network(address, groups)]).subarray(0, 16).toString("base64url");
}

export const dayOf = (app) => app.now.toISOString().slice(0, 10);

export function opens(authorization, { tracking_key_hash, link_keys }) {
  const [, given] = authorization.match(/^bearer (.*)$/i) ?? [];
  const key = Buffer.from(given ?? "", "base64url");
  const is = (kept) => timingSafeEqual(Buffer.from(sha256(key)), Buffer.from(kept));
  return key.length === 16 && (is(tracking_key_hash) || JSON.parse(link_keys).some(is));
}

// AES-256-GCM, bound to the participation that it lies in.
export async function seal(app, place, plain) {
  const [{ id, bytes }] = keyring(app, "CONTACT_KEYS");
  const nonce = drawn(12);
  const key = await sealingKey(id, bytes);
  const algorithm = { name: "AES-GCM", iv: nonce, additionalData: Buffer.from(place) };
  const body = Buffer.from(await crypto.subtle.encrypt(algorithm, key, Buffer.from(plain)));
  return { key: id, text: Buffer.concat([nonce, body]).toString("base64url") };
}

export async function unseal(app, place, { key: id, text }) {
  const { bytes } = keyring(app, "CONTACT_KEYS").find((known) => known.id === id);
  const sealed = Buffer.from(text, "base64url");
  const algorithm = { name: "AES-GCM", iv: sealed.subarray(0, 12), additionalData: Buffer.from(place) };
  return Buffer.from(await crypto.subtle.decrypt(algorithm, await sealingKey(id, bytes), sealed.subarray(12))).toString();
}

export const keyName = (app, name) => keyring(app, name)[0].id;

const kept = new Map();

function keyring(app, name) {
  const text = app.env[name];
  if (!kept.has(text)) kept.set(text, text.split(",").map(parsed));
  return kept.get(text);
}

function parsed(part) {
  const [id, hex] = part.includes(":") ? part.split(":") : ["1", part];
  return { id, bytes: Buffer.from(hex, "hex") };
}

const imported = new Map();

function sealingKey(id, bytes) {
  if (!imported.has(id)) imported.set(id, crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]));
  return imported.get(id);
}

function hashed(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash;
}

function keyed(secret, parts) {
  const hmac = createHmac("sha256", secret);
  for (const part of parts) counted(hmac, part);
  return hmac.digest();
}

function counted(hash, part) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(Buffer.byteLength(part)));
  hash.update(length).update(part);
}

// So many groups of sixteen bits.
function network(address, groups) {
  if (!address.includes(":")) return address;
  const [head, tail = ""] = address.split("::");
  const [before, after] = [head, tail].map((part) => part.split(":").filter(Boolean));
  const whole = [...before, ...Array(Math.max(0, 8 - before.length - after.length)).fill("0"), ...after];
  return `${whole.slice(0, groups).join(":")}::`;
}
