// Serves the peers: `node serve.mjs <port> <folder of what is built>`. A page for each, its scripts compressed as the local edge
// compresses, and the answers that a peer's own servers would give.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

const [port, folder] = process.argv.slice(2);

const page = (script) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>An entity's page</title><link rel="icon" href="data:,">
<style>body { margin: 0; font: 16px/1.5 sans-serif } main { padding: 16px } #tall { height: 2000px }</style>
<script src="/${script}" defer></script></head><body><main id="main"><h1>An entity's page</h1><p><a href="#far">Further down</a></p>
<form><label>Search <input name="q" autocomplete="off"></label> <button type="button">Count</button></form>
<div id="tall"></div><p id="far">Here it ends.</p></main></body></html>`;

const survey = {
  id: "0192f8c0-0000-0000-0000-000000000001",
  name: "Feedback",
  description: "",
  type: "widget",
  questions: [{ id: "1", type: "open", question: "What would you like to tell us?", optional: false }],
  appearance: { widgetType: "tab", widgetLabel: "Share your voice", widgetColor: "#0b6b5b", position: "right" },
  conditions: null,
  start_date: "2026-01-01T00:00:00Z",
  end_date: null,
};

const settings = {
  token: "phc_bench",
  surveys: [survey],
  supportedCompression: ["gzip", "gzip-js"],
  hasFeatureFlags: false,
  sessionRecording: false,
  autocapture_opt_out: true,
  heatmaps: false,
  capturePerformance: false,
  captureDeadClicks: false,
  defaultIdentifiedOnly: true,
  siteApps: [],
};

const built = (name) => ["text/javascript", readFileSync(`${folder}/${name}`)];
const json = (value) => ["application/json", JSON.stringify(value)];

const answers = [
  [/^\/(sentry|posthog|floor)(?:-lean)?$/, (name) => ["text/html; charset=utf-8", page(`${name}.js`)]],
  [/^\/((?:sentry|posthog|floor)\.js)$/, built],
  [/^\/[\d.]+\/feedback-(modal|screenshot)\.min\.js$/, (name) => built(`sentry-${name}.js`)],
  [/^\/static\/(?:[\d.]+\/)?(surveys|array)\.js$/, (name) => built(`${name}.js`)],
  [/^\/array\/phc_bench\/config\.js$/, () => ["text/javascript", `(window._POSTHOG_REMOTE_CONFIG ||= {}).phc_bench = ${JSON.stringify({ config: settings, siteApps: [] })};`]],
  [/^\/array\/phc_bench\/config$/, () => json(settings)],
  [/^\/api\/surveys\/$/, () => json({ surveys: [survey] })],
  [/^\/flags\/$/, () => json({ flags: {}, errorsWhileComputingFlags: false })],
  [/^\/(?:feedback|api\/1\/envelope\/|e\/|i\/v0\/e\/)$/, () => json({})],
];

const kept = new Map();

createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  request.resume();
  for (const [pattern, answer] of answers) {
    const match = pattern.exec(pathname);
    if (!match) continue;
    if (!kept.has(pathname)) {
      const [type, body] = answer(match[1]);
      kept.set(pathname, [type, gzipSync(body)]);
    }
    const [type, body] = kept.get(pathname);
    response.writeHead(200, { "Content-Type": type, "Content-Encoding": "gzip", "Content-Length": body.length, "Access-Control-Allow-Origin": "*" });
    response.end(body);
    return;
  }
  console.log(`nothing at ${request.method} ${request.url}`);
  response.writeHead(404).end();
}).listen(Number(port), "127.0.0.1");
