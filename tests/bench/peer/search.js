// The row that a participation is found by, with codes under a secret in the place of its contact.

import { words } from "./fold.js";
import { codes } from "./secret.js";

export const place = ({ received_at, reference }) => Math.floor(Date.parse(received_at) / 1_000) * 1_000_000 + (Number(reference) % 1_000_000);

export function entry(app, one) {
  const service = one.service && `${one.entity}/${one.service}`;
  const said = [one.reference, ...words(one.text ?? "")].join(" ");
  return app.env.DB.prepare(
    "INSERT INTO search (rowid, participation, entities, service, words, contact) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
  ).bind(place(one), one.reference, one.entity, service, said, one.contact ? blind(app, one.contact) : "");
}

function blind(app, { name, email, phone }) {
  const known = [
    ...words(name ?? "").map((word) => ["name", word]),
    ...(email ? [["email", email.toLowerCase()]] : []),
    ...(phone ? [["phone", phone.replace(/\D/g, "").slice(-8)]] : []),
  ];
  return codes(app, known).join(" ");
}
