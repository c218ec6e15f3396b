// Uppy as a page would use it; says and does what tus_client.mjs does.
// node uppy_client.mjs <endpoint> <file> <chunk size> <complete|pause|cancel>

import { readFileSync } from "node:fs";
import Uppy from "@uppy/core";
import Tus from "@uppy/tus";

const [endpoint, file, chunkSize, plan] = process.argv.slice(2);
// In Node it takes no Blob; of a Buffer it must be told the size.
const content = readFileSync(file);
const data = Object.assign(content, { size: content.length });
let isInterrupted = false;

const uppy = new Uppy();
uppy.use(Tus, { endpoint, chunkSize: Number(chunkSize), retryDelays: Array(60).fill(500) });
const id = uppy.addFile({ name: "film.png", type: "image/png", data });
const url = () => uppy.getFile(id).tus?.uploadUrl;

uppy.on("upload-progress", (_, { bytesUploaded }) => {
  console.log(`at ${bytesUploaded}`);
  if (isInterrupted || bytesUploaded * 2 < data.length || !url()) return;
  isInterrupted = true;
  if (plan === "pause") {
    uppy.pauseResume(id);
    setTimeout(() => uppy.pauseResume(id), 300);
  }
  if (plan === "cancel") {
    const gone = url();
    uppy.removeFile(id);
    // It tells the server by itself, and nobody of it.
    setTimeout(() => console.log(`gone ${gone}`), 3_000);
  }
});
uppy.on("upload-error", (_, error) => {
  console.error(String(error));
  process.exit(1);
});
uppy.on("upload-success", (_, { uploadURL }) => console.log(`done ${uploadURL}`));
uppy.upload();
