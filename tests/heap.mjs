// The most that lives on the heap of a worker's isolate at once, buffers included, in bytes: `heap.mjs <inspector's port>` looks until its input
// ends, and says it then. What is garbage is collected before each look, and what only the first of two looks saw was garbage by the second: the worker
// may run between collecting and looking.

import WebSocket from "ws";

const [worker] = await (await fetch(`http://127.0.0.1:${process.argv[2]}/json`)).json();
const inspector = new WebSocket(worker.webSocketDebuggerUrl, { perMessageDeflate: false });
const COLLECT = "HeapProfiler.collectGarbage";
const USAGE = "Runtime.getHeapUsage";
const look = () => [COLLECT, USAGE, COLLECT, USAGE].forEach((method, id) => inspector.send(JSON.stringify({ id, method })));

let most = 0;
let first = 0;
inspector.on("open", look);
inspector.on("message", (text) => {
  const { id, result } = JSON.parse(text);
  if (id !== 1 && id !== 3) return;
  const used = result.usedSize + result.embedderHeapUsedSize + result.backingStorageSize;
  if (id === 1) {
    first = used;
    return;
  }
  most = Math.max(most, Math.min(first, used));
  setTimeout(look, 50);
});
process.stdin.resume().on("end", () => {
  console.log(most);
  process.exit(0);
});
