// POST /participations: decided, then written in one batch that refuses what may not be.

import { closeAfter, passing, PROMISED } from "./calendar.js";
import { add, batch, numberOf } from "./database.js";
import { Problem } from "./problem.js";
import { draw, shown } from "./reference.js";
import { checked, idempotencyKey, shaped } from "./rules.js";
import { entry, place } from "./search.js";
import { clientOf, dayOf, digest, drawn, keyName, mac, seal, sha256 } from "./secret.js";

const BODY_MAX = 64 * 1024;
const GENESIS = "0".repeat(64);

// Which keys are being worked on right now.
const underWay = new Set();

export async function submit(app, request) {
  const type = (request.headers.get("Content-Type") ?? "").split(";")[0].trim().toLowerCase();
  if (type !== "application/json") throw new Problem(415, "unsupported-media-type");
  if (Number(request.headers.get("Content-Length") ?? 0) > BODY_MAX) throw new Problem(413, "too-large");
  const body = await request.text();
  if (Buffer.byteLength(body) > BODY_MAX) throw new Problem(413, "too-large");
  const key = idempotencyKey(request.headers.get("Idempotency-Key"));
  const sent = shaped(body);
  if (underWay.has(key)) throw new Problem(409, "in-progress", { headers: { "Retry-After": "1" } });
  underWay.add(key);
  try {
    const acknowledgement = await received(app, request, key, sent);
    const location = `${app.env.BASE_URL}/p/${acknowledgement.reference}`;
    return Response.json(acknowledgement, { status: 201, headers: { Location: location } });
  } finally {
    underWay.delete(key);
  }
}

async function received(app, request, key, sent) {
  const fingerprint = sha256(key, sha256(JSON.stringify(sent)));
  const submission = checked(sent);
  for (let tries = 0; tries < 4; tries += 1) {
    const reference = draw();
    const paired = draw();
    const participations = decided(app, key, submission, reference, paired);
    try {
      const statements = [
        ...(await changes(app, participations)),
        ...conditions(app, request, key, fingerprint, submission, participations),
      ];
      await batch(app, statements);
      return acknowledged(app, key, participations[0], participations[1]?.reference ?? null);
    } catch (error) {
      if (!/constraint failed|malformed JSON/.test(error.message)) throw error;
      const earlier = await refused(app, key, fingerprint, error);
      if (earlier) return earlier;
    }
  }
  throw new Error("no free reference number");
}

function decided(app, key, submission, reference, paired) {
  const { suggestion, ...said } = submission;
  const common = { received_at: app.now.toISOString(), salt: drawn(16).toString("hex"), key_hash: sha256(trackingKey(app, reference, key)) };
  const main = { ...said, ...common, reference, complaint: null, ...due(app, said.kind) };
  if (suggestion === null) return [main];
  const kind = "suggestion";
  return [main, { ...main, reference: paired, kind, text: suggestion, attachments: [], complaint: reference, ...due(app, kind) }];
}

function due(app, kind) {
  const [first, resolution] = PROMISED[kind].map((days) => closeAfter(app.now, days));
  // The clock tells whoever should answer first once three quarters of the time have passed.
  const wake_at = passing(app.now, first, 0.75).toISOString();
  return { first_response: first.toISOString(), resolution: resolution.toISOString(), wake_at };
}

const trackingKey = (app, reference, key) => mac(app, "TRACKING_SECRET", ["tracking key", reference, key]).subarray(0, 16);

function acknowledged(app, key, main, suggestion) {
  const tracking_key = trackingKey(app, main.reference, key).toString("base64url");
  return {
    reference: shown(main.reference),
    tracking_key,
    tracking_url: `${app.env.BASE_URL}/p/${shown(main.reference)}#${tracking_key}`,
    received_at: main.received_at,
    first_response_due: main.first_response,
    resolution_due: main.resolution,
    suggestion_reference: suggestion && shown(suggestion),
  };
}

function conditions(app, request, key, fingerprint, { entity }, [main, paired]) {
  const statements = [];
  const origin = request.headers.get("Origin");
  if (origin !== null && ![app.env.BASE_URL, app.env.DEMO_ORIGIN].includes(origin)) {
    const patterns = [origin, ...[...origin.matchAll(/\./g)].map(({ index }) => origin.replace(/:\/\/.*/, `://*${origin.slice(index)}`))];
    statements.push(
      app.env.DB.prepare(
        `SELECT CASE WHEN EXISTS (SELECT 1 FROM origins WHERE entity = ?1 AND origin IN (SELECT value FROM json_each(?2)))
                THEN 1 ELSE json('not registered') END`,
      ).bind(entity, JSON.stringify(patterns)),
    );
  }
  statements.push(
    app.env.DB.prepare(
      `INSERT INTO idempotency_keys (digest, fingerprint, reference, suggestion_reference, tracking_secret, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
    ).bind(sha256(key), fingerprint, main.reference, paired?.reference ?? null, keyName(app, "TRACKING_SECRET"), main.received_at),
  );
  const day = dayOf(app);
  const ceiling = (name, [soft, hard]) => Math.min(numberOf(app, `SOFT_LIMIT_${name}`, soft), numberOf(app, `LIMIT_${name}`, hard));
  const more = paired ? 2 : 1;
  const client = { client: clientOf(app, request), day, what: "submission" };
  statements.push(add(app, client, more, ceiling("SUBMISSIONS_PER_CLIENT", [100, 1_000])));
  const to = { client: entity, day, what: "submission to" };
  statements.push(add(app, to, more, ceiling("SUBMISSIONS_PER_ENTITY", [5_000, 100_000])));
  return statements;
}

async function changes(app, participations) {
  const statements = [];
  for (const one of participations) {
    const contact = one.contact && (await seal(app, one.reference, JSON.stringify(one.contact)));
    const [event, hash] = firstEvent(one);
    statements.push(
      app.env.DB.prepare(
        `INSERT INTO participations (reference, kind, entity, service, stage, text, language, contact, contact_key, mood, page,
                elapsed_ms, complaint, received_at, updated_at, first_response_due, resolution_due, salt, tracking_key_hash,
                head, wake_at, turn, due_at, place, search_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?3, ?15, ?15, ?21)`,
      ).bind(
        ...[one.reference, one.kind, one.entity, one.service, "received", one.text, one.language],
        ...[contact?.text ?? null, contact?.key ?? null, one.mood, one.page, one.elapsed_ms, one.complaint],
        ...[one.received_at, one.first_response, one.resolution, one.salt, one.key_hash, hash, one.wake_at, place(one)],
      ),
      entry(app, one),
      app.env.DB.prepare(
        `INSERT INTO events (participation, sequence, at, actor, what, stage, entity, content_digest, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
      ).bind(...event, hash),
    );
    if (one.contact?.email || one.contact?.phone) statements.push(notice(app, one));
  }
  return statements;
}

// The first link of the participation's chain: its members, and the hash over them.
function firstEvent({ reference, received_at, kind, entity, salt, text, attachments }) {
  const content = digest([salt, kind, text ?? "", ...attachments]);
  const [first, resolution] = PROMISED[kind].map((days) => ({ days }));
  const terms = { agreement: { first_response: first, resolution, acceptance: { days: 1 } } };
  const what = JSON.stringify({ verb: "receive", kind, channel: "web", guide: 1, terms });
  const hash = digest([reference, "1", received_at, "customer", "received", entity, content, GENESIS, what]);
  return [[reference, 1, received_at, "customer", what, "received", entity, content, GENESIS], hash];
}

function notice(app, { reference, received_at }) {
  const due = new Date(app.now.getTime() + 600_000).toISOString();
  const sql = "INSERT INTO outbox (id, participation, template, created_at, due_at) VALUES (?1, ?2, ?3, ?4, ?5)";
  return app.env.DB.prepare(sql).bind(drawn(16).toString("hex"), reference, "received", received_at, due);
}

// What spoke against it: the answer of before, or a refusal; neither where a number was taken, in `search` without a word of which.
async function refused(app, key, fingerprint, error) {
  const [earlier] = await batch(app, [
    app.env.DB.prepare(
      `SELECT fingerprint, k.reference, suggestion_reference, received_at, first_response_due AS first_response, resolution_due AS resolution
       FROM idempotency_keys k JOIN participations p ON p.reference = k.reference WHERE digest = ?1`,
    ).bind(sha256(key)),
  ]);
  const [row] = earlier.results;
  if (row && row.fingerprint !== fingerprint) throw new Problem(422, "idempotency-key-reused");
  if (row) return acknowledged(app, key, row, row.suggestion_reference);
  if (error.message.includes("malformed JSON")) throw new Problem(403, "origin-not-allowed");
  if (error.message.includes("limits.count")) throw new Problem(429, "too-many");
  if (!/participations\.reference|ERROR: constraint failed/.test(error.message)) throw new Problem(422, "invalid");
}
