// What a test can set and read: a clock on the wall, and how much memory the Wasm has taken so far. Before the edge is loaded.

export const instruments = { clock: 0, memory: undefined };

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
