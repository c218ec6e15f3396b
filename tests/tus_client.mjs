// tus-js-client as a page would use it: uploads a file to the end, whatever happens to the server meanwhile, or cancels it half-way.
// node tus_client.mjs <endpoint> <file> <chunk size> <complete|pause|cancel>

import { createReadStream, readFileSync, statSync } from "node:fs";
import { Upload } from "tus-js-client";

const [endpoint, file, chunkSize, plan] = process.argv.slice(2);
const size = statSync(file).size;
// Node streams can't be read twice; a buffer can, as a browser's file.
const source = size > 0 ? readFileSync(file) : createReadStream(file);
let isInterrupted = false;

const upload = new Upload(source, {
  endpoint,
  uploadSize: size,
  chunkSize: Number(chunkSize),
  retryDelays: Array(60).fill(500),
  metadata: { filename: "film.png", filetype: "image/png" },
  onError(error) {
    console.error(String(error));
    process.exit(1);
  },
  onChunkComplete(_, accepted, total) {
    console.log(`at ${accepted}`);
    if (isInterrupted || accepted * 2 < total) return;
    isInterrupted = true;
    if (plan === "pause") upload.abort().then(() => setTimeout(() => upload.start(), 300));
    if (plan === "cancel") upload.abort(true).then(() => console.log(`gone ${upload.url}`));
  },
  onSuccess() {
    console.log(`done ${upload.url}`);
  },
});
upload.start();
