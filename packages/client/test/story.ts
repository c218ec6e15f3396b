// Sends a complaint to the edge whose origin is the first argument, writes to it and looks it up. Prints what came back.

import { type Shapes, client } from "../index.js";

declare const process: { argv: string[] };

const origin = process.argv[2] ?? "";
const edge = client({ origin });

const directory = await edge.GET("/api/v1/entities");
const entity = directory.data?.entities.find(({ id }) => id === "rta");
if (!entity) throw new Error("the directory has no such entity");

const complaint: Shapes["Submission"] = {
  kind: "complaint",
  entity: entity.id,
  language: "en",
  text: "The lift is out of order.",
};
const key = crypto.randomUUID();
const submit = () =>
  edge.POST("/api/v1/participations", { params: { header: { "Idempotency-Key": key } }, body: complaint });
const sent = await submit();
if (!sent.data) throw new Error(sent.error?.detail);
const again = await submit();
const { reference, tracking_key: secret } = sent.data;

const own = client({ origin, secret });
const written = await own.POST("/api/v1/participations/{reference}/messages", {
  params: { path: { reference }, header: { "Idempotency-Key": crypto.randomUUID() } },
  body: { text: "It still is." },
});
const participation = await own.GET("/api/v1/participations/{reference}", { params: { path: { reference } } });

// @ts-expect-error There is no such kind.
const wrong: Shapes["Submission"] = { ...complaint, kind: "praise" };
const refused = await edge.POST("/api/v1/participations", {
  params: { header: { "Idempotency-Key": crypto.randomUUID() } },
  body: wrong,
});

console.log(
  JSON.stringify({
    reference,
    repeated: again.data?.reference,
    written: written.response.status,
    stage: participation.data?.stage,
    refused: refused.error?.status,
  }),
);
