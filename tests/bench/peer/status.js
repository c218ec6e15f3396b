// GET /participations/{reference}: how it stands, and with the tracking key what was said.

import { json } from "./conditional.js";
import { add, batch, find, numberOf } from "./database.js";
import { Problem } from "./problem.js";
import { parse, shown } from "./reference.js";
import { dayOf, networkOf, opens, unseal } from "./secret.js";

export async function status(app, request, typed) {
  const reference = parse(typed);
  if (!reference) throw new Problem(404, "not-found");
  const counter = { client: networkOf(app, request), day: dayOf(app), what: "miss" };
  const found = await whole(app, reference, counter);
  if (found.misses >= numberOf(app, "LIMIT_MISSES_PER_CLIENT", 100)) throw new Problem(429, "too-many");
  if (!found.row) {
    await batch(app, [add(app, counter, 1, 2 ** 32 - 1)]);
    throw new Problem(404, "not-found");
  }
  const authorization = request.headers.get("Authorization");
  if (authorization === null) return json(request, publicPart(reference, found), "private, no-cache");
  if (!opens(authorization, found.row)) {
    await batch(app, [add(app, counter, 1, 2 ** 32 - 1)]);
    throw new Problem(401, "tracking-key", { headers: { "WWW-Authenticate": "Bearer" } });
  }
  return Response.json({ ...publicPart(reference, found), ...(await content(app, reference, found)) });
}

async function whole(app, reference, counter) {
  const prepare = (sql) => app.env.DB.prepare(sql).bind(reference);
  const [row, timeline, suggestion, attachments, messages, misses] = await batch(app, [
    prepare(
      `SELECT kind, channel, coalesce(turn, entity) AS entity, service, stage, text, language, mood, page, elapsed_ms, contact, contact_key, received_at,
              updated_at, first_response_due, resolution_due, tracking_key_hash, rating,
              (SELECT json_group_array(key_hash) FROM link_keys WHERE participation IN (p.reference, p.complaint)) AS link_keys
       FROM participations p WHERE reference = ?1`,
    ),
    prepare("SELECT at, stage, entity FROM events WHERE participation = ?1 ORDER BY sequence"),
    prepare("SELECT reference FROM participations WHERE complaint = ?1"),
    prepare(
      `SELECT id, name, media_type, size, object_key, message, participation, transcript, transcribed_by, transcribed_at
       FROM attachments WHERE participation = ?1 ORDER BY position`,
    ),
    prepare(
      `SELECT id, at, author AS "from", text FROM messages WHERE participation = ?1 AND audience = 'everyone' ORDER BY at, sequence`,
    ),
    find(app, counter),
  ]);
  return {
    row: row.results[0],
    timeline: timeline.results,
    suggestion: suggestion.results[0]?.reference,
    attachments: attachments.results,
    messages: messages.results,
    misses: misses.results[0]?.count ?? 0,
  };
}

function publicPart(reference, { row, timeline }) {
  const { kind, entity, stage, received_at, updated_at, first_response_due, resolution_due } = row;
  const dates = { received_at, updated_at, first_response_due, resolution_due };
  return { reference: shown(reference), kind, entity, stage, ...dates, timeline };
}

async function content(app, reference, { row, suggestion, attachments, messages }) {
  const sealed = row.contact && { key: row.contact_key, text: row.contact };
  return {
    text: row.text ?? "",
    service: row.service,
    suggestion: suggestion ? shown(suggestion) : null,
    channel: row.channel,
    language: row.language,
    mood: row.mood,
    page: row.page,
    elapsed_ms: row.elapsed_ms,
    contact: sealed ? JSON.parse(await unseal(app, reference, sealed)) : null,
    place: null,
    attachments: attachedTo(attachments, null),
    messages: messages.map((message) => ({ ...message, attachments: attachedTo(attachments, message.id) })),
    rating: row.rating,
  };
}

const attachedTo = (attachments, id) =>
  attachments.filter(({ message }) => message === id).map(({ id, name, media_type, size }) => ({ id, name, media_type, size }));
