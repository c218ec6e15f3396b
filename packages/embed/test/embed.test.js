// Tests of the package against a small stand-in for the browser's document, and against the loader's own source.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, test } from "node:test";

const ORIGIN = "https://voice.example";
const LOADER = readFileSync(new URL("../../../widget/embed/embed.js", import.meta.url), "utf8");

class Element {
  children = [];
  dataset = {};
  id = "";
  parent;

  constructor(name) {
    this.name = name;
  }

  get isConnected() {
    return this === document.body || this === document.head || !!this.parent?.isConnected;
  }

  setAttribute(name, value) {
    this.dataset[name.replace("data-", "")] = value;
  }

  append(child) {
    this.children.push(child);
    child.parent = this;
    if (child.name === "script") arrivals.push(child);
  }

  remove() {
    this.parent.children = this.parent.children.filter((other) => other !== this);
    this.parent = undefined;
  }
}

class Document extends EventTarget {
  readyState = "complete";
  head = new Element("head");
  body = new Element("body");

  createElement(name) {
    return new Element(name);
  }
}

/** Scripts that the page has begun to load, and calls of the loader. */
let arrivals;
let calls;
let imports = 0;

beforeEach(() => {
  arrivals = [];
  calls = [];
  globalThis.window = globalThis;
  globalThis.document = new Document();
});

afterEach(() => {
  for (const name of ["window", "document", "sawtak", "trustedTypes", "addEventListener"]) delete globalThis[name];
});

/** Returns the package as a page that has just been opened has it. */
const fresh = () => import(`../index.js?${++imports}`);

/** Lets the loader start, as its script does with its own tag. */
const arrive = (script) => {
  globalThis.sawtak ??= {
    start: (tag) => calls.push(["start", tag.dataset]),
    open: (options) => calls.push(["open", options]),
    close: () => calls.push(["close"]),
  };
  sawtak.start(script);
  script.onload();
};

const place = () => {
  const element = new Element("div");
  document.body.append(element);
  return element;
};

test("does nothing on a server", async () => {
  delete globalThis.window;
  delete globalThis.document;
  const { mount, open, close, on } = await fresh();
  await mount(null, { origin: ORIGIN, entity: "rta" });
  await open();
  close();
  on("closed", () => {})();
});

test("loads the loader once, and starts it with each tag", async () => {
  const { mount } = await fresh();
  const [first, second] = [place(), place()];
  const options = { origin: ORIGIN + "/", service: "fines", language: "ar", mood: "happy", theme: "dark", colour: "#123456", test: true };
  const mounted = [mount(first, { ...options, entity: "rta" }), mount(second, { origin: ORIGIN, entity: "iacad" })];
  assert.equal(arrivals.length, 1);
  assert.equal(arrivals[0].src, ORIGIN + "/embed.js");
  arrive(arrivals[0]);
  await Promise.all(mounted);
  const of = (anchor) => "#" + anchor.children[0].id;
  assert.notEqual(of(first), of(second));
  const { origin, language, ...same } = options;
  assert.deepEqual(calls, [
    ["start", { ...same, entity: "rta", lang: "ar", test: "", beside: of(first) }],
    ["start", { entity: "iacad", beside: of(second) }],
  ]);
  await mount(second, { origin: ORIGIN, entity: "rta" });
  assert.deepEqual(calls[2], ["start", { entity: "rta", beside: of(second) }]);
  assert.deepEqual([arrivals.length, second.children.length], [1, 1]);
});

test("lets the box float without an element", async () => {
  const { mount } = await fresh();
  const mounted = mount(null, { origin: ORIGIN, entity: "rta", nonce: "n", version: "1a", integrity: "sha384-x" });
  const [script] = arrivals;
  assert.equal(script.src, ORIGIN + "/embed/v/1a/embed.js");
  assert.deepEqual([script.nonce, script.integrity, script.crossOrigin], ["n", "sha384-x", "anonymous"]);
  arrive(script);
  await mounted;
  assert.deepEqual(calls, [["start", { entity: "rta" }]]);
});

test("waits for the document as the loader does", async () => {
  const { mount, open } = await fresh();
  document.readyState = "loading";
  const mounted = mount(null, { origin: ORIGIN, entity: "rta" });
  const opened = open({ mood: "unhappy" });
  arrive(arrivals[0]);
  await new Promise(setImmediate);
  assert.equal(calls.length, 1);
  document.dispatchEvent(new Event("DOMContentLoaded"));
  await Promise.all([mounted, opened]);
  assert.deepEqual(calls[1], ["open", { mood: "unhappy" }]);
});

test("tries again after a failure", async () => {
  const { mount, open } = await fresh();
  const failed = mount(place(), { origin: ORIGIN, entity: "rta" });
  arrivals[0].onerror();
  await assert.rejects(failed, /embed\.js didn't load/);
  assert.equal(document.head.children.length, 0);
  await assert.rejects(open(), /mount a box first/);
  const mounted = mount(place(), { origin: "https://other.example", entity: "rta" });
  arrive(arrivals[1]);
  await mounted;
  assert.equal(calls.length, 1);
});

test("refuses what can't work", async () => {
  const { mount } = await fresh();
  await assert.rejects(mount(place(), { origin: "voice", entity: "rta" }), TypeError);
  await assert.rejects(mount(place(), { origin: ORIGIN }), /`entity` is missing/);
  await assert.rejects(mount(new Element("div"), { origin: ORIGIN, entity: "rta" }), /not in the document/);
  assert.equal(arrivals.length, 0);
  const mounted = mount(place(), { origin: ORIGIN, entity: "rta" });
  arrive(arrivals[0]);
  await mounted;
  await assert.rejects(mount(place(), { origin: "https://other.example", entity: "rta" }), /a page has one/);
});

test("uses the loader of the page's own tag", async () => {
  const { mount, open, close } = await fresh();
  arrive(Object.assign(new Element("script"), { onload() {} }));
  const element = place();
  await mount(element, { origin: ORIGIN, entity: "dm" });
  await open({ entity: "dm" });
  close();
  assert.equal(arrivals.length, 0);
  const tag = { entity: "dm", beside: "#" + element.children[0].id };
  assert.deepEqual(calls.slice(1), [["start", tag], ["open", { entity: "dm" }], ["close"]]);
});

test("hears events until told otherwise", async () => {
  const { on } = await fresh();
  const heard = [];
  const end = on("submitted", ({ detail }) => heard.push(detail.reference));
  const submit = (reference) => document.dispatchEvent(new CustomEvent("sawtak:submitted", { detail: { reference } }));
  submit("A");
  end();
  submit("B");
  assert.deepEqual(heard, ["A"]);
});

test("makes one policy where the page requires trusted types", async () => {
  let policies = 0;
  globalThis.trustedTypes = {
    createPolicy: (name, { createScriptURL }) => {
      assert.equal(++policies, 1);
      assert.equal(name, "sawtak-embed");
      return { createScriptURL: (url) => "trusted " + createScriptURL(url) };
    },
  };
  const { mount } = await fresh();
  const mounted = mount(place(), { origin: ORIGIN, entity: "rta" });
  assert.equal(arrivals[0].src, `trusted ${ORIGIN}/embed.js`);
  arrive(arrivals[0]);
  await mounted;
  await mount(place(), { origin: ORIGIN, entity: "iacad" });
  assert.equal(policies, 1);
});

test("asks of the loader only what it has", () => {
  document.readyState = "loading";
  document.currentScript = new Element("script");
  const waiting = [];
  document.addEventListener = (name, listener) => waiting.push([name, listener]);
  const started = [];
  const standIn = () => ({ open() {} });
  // A page's stand-in gives way, and only once the document has been read; a loader that is there stays.
  for (const before of [undefined, standIn(), { ...standIn(), start: (tag) => started.push(tag) }]) {
    delete globalThis.sawtak;
    if (before) globalThis.sawtak = before;
    new Function("SAWTAK_WORDS", LOADER)({});
    assert.equal(globalThis.sawtak, before);
    const [name, begin] = waiting.pop();
    assert.equal(name, "DOMContentLoaded");
    // There is no page around it to place a box in.
    if (before?.start) begin();
    else assert.throws(begin);
    assert.equal(globalThis.sawtak === before, !!before?.start);
  }
  assert.deepEqual(started, [document.currentScript]);
  delete globalThis.sawtak;
  new Function("SAWTAK_WORDS", LOADER)({});
  assert.throws(waiting.pop()[1]);
  for (const name of ["start", "open", "close"]) assert.equal(typeof sawtak[name], "function", name);
  for (const attribute of ["tag.entity", "tag.lang", "tag.test", "tag.beside", "tag.service", "theme = ", "colour = "]) {
    assert.ok(LOADER.includes(attribute), attribute);
  }
  for (const event of ["ready", "opened", "submitted", "closed"]) assert.ok(LOADER.includes(`tell("${event}"`), event);
});
