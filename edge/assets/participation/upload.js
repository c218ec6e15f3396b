// Files on their way to the edge, by tus 1.0.0: what was cut off goes on at the byte that the edge has.

const PIECE = 5 * 1024 * 1024;
const TRIES = 6;
const VERSION = { "Tus-Resumable": "1.0.0" };

/** An answer that trying again doesn't change. */
export class Refused extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Ids of the files that are there already, so that sending a form again doesn't send them again. */
const ids = new WeakMap();

/** Sends the files one after the other and returns their ids; `progressed` is told the share that is there. */
export async function upload(files, progressed) {
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let before = 0;
  for (const file of files) {
    if (!ids.has(file)) ids.set(file, await send(file, (offset) => progressed((before + offset) / total)));
    before += file.size;
    progressed(before / total);
  }
  return files.map((file) => ids.get(file));
}

async function send(file, progressed) {
  const created = await fetch("/api/v1/uploads", {
    method: "POST",
    headers: { ...VERSION, "Upload-Length": file.size, "Upload-Metadata": `filename ${base64(file.name)},filetype ${base64(file.type)}` },
  });
  if (!created.ok) throw new Refused(created.status);
  const address = created.headers.get("Location");
  let offset = 0;
  for (let failures = 0; offset < file.size; ) {
    try {
      offset = await piece(address, file, offset);
      failures = 0;
      progressed(offset);
    } catch (error) {
      failures += 1;
      if (error instanceof Refused || failures === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** failures));
      offset = await known(address).catch(() => offset);
    }
  }
  return address.split("/").pop();
}

async function piece(address, file, offset) {
  const answer = await fetch(address, {
    method: "PATCH",
    headers: { ...VERSION, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" },
    body: file.slice(offset, offset + PIECE),
  });
  if (answer.ok) return Number(answer.headers.get("Upload-Offset"));
  // Another offset than ours, or somebody writes still: both pass.
  const passes = answer.status === 409 || answer.status === 423 || answer.status >= 500;
  throw passes ? new Error(`status ${answer.status}`) : new Refused(answer.status);
}

async function known(address) {
  const answer = await fetch(address, { method: "HEAD", headers: VERSION });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return Number(answer.headers.get("Upload-Offset"));
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
