// What a test can set and read: a clock on the wall, how long the media store takes to begin writing, and how much memory the Wasm has taken so
// far. Before the edge is loaded.

export const instruments = { clock: 0, delay: 0, memory: undefined };

const Real = globalThis.Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    super(...(given.length > 0 ? given : [Real.now() + instruments.clock]));
  }
  static now() {
    return Real.now() + instruments.clock;
  }
};

const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given);
    instruments.memory = this.exports.memory;
  }
};

const WRITES = ["put", "createMultipartUpload"];

// The bucket itself, except that it thinks before it writes.
export const slow = (bucket) =>
  new Proxy(bucket, {
    get(target, name) {
      const member = Reflect.get(target, name, target);
      if (typeof member !== "function" || name === "constructor") return member;
      if (!WRITES.includes(name)) return member.bind(target);
      return async (...given) => {
        await new Promise((begin) => setTimeout(begin, instruments.delay));
        return member.apply(target, given);
      };
    },
  });
