// The most that lives on the heap of a worker's isolate at once, buffers included, in bytes: `heap.mjs <inspector's port>` looks until its input
// ends, and says it then. What is garbage is collected before each look.

import WebSocket from "ws";

const [worker] = await (await fetch(`http://127.0.0.1:${process.argv[2]}/json`)).json();
const inspector = new WebSocket(worker.webSocketDebuggerUrl, { perMessageDeflate: false });
const look = () => ["HeapProfiler.collectGarbage", "Runtime.getHeapUsage"].forEach((method, id) => inspector.send(JSON.stringify({ id, method })));

let most = 0;
inspector.on("open", look);
inspector.on("message", (text) => {
  const { id, result } = JSON.parse(text);
  if (id !== 1) return;
  most = Math.max(most, result.usedSize + result.embedderHeapUsedSize + result.backingStorageSize);
  setTimeout(look, 50);
});
process.stdin.resume().on("end", () => {
  console.log(most);
  process.exit(0);
});
