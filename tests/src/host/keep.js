// Runs in every page before its own scripts and keeps count of what is started and must end: timers, streams, sound, addresses of blobs,
// workers, and of how large the Wasm has grown.
(() => {
  const timers = new Set();
  const frames = new Set();
  const blobs = new Set();
  const tracks = [];
  const sounds = [];
  const workers = new Set();
  const memories = new Set();

  /** Replaces a function by one that also tells of each call and what came of it. */
  const heed = (holder, name, tell) => {
    const original = holder[name];
    holder[name] = function (...values) {
      return tell((...changed) => original.apply(this, changed.length ? changed : values), values);
    };
  };

  const starting = (set) => (call, [work, ...rest]) => {
    const id = call((...values) => {
      set.delete(id);
      if (typeof work === "function") return work(...values);
    }, ...rest);
    set.add(id);
    return id;
  };
  const ending = (set) => (call, [id]) => {
    set.delete(id);
    return call();
  };
  heed(window, "setTimeout", starting(timers));
  heed(window, "clearTimeout", ending(timers));
  heed(window, "setInterval", (call) => {
    const id = call();
    timers.add(id);
    return id;
  });
  heed(window, "clearInterval", ending(timers));
  heed(window, "requestAnimationFrame", starting(frames));
  heed(window, "cancelAnimationFrame", ending(frames));
  heed(URL, "createObjectURL", (call) => {
    const address = call();
    blobs.add(address);
    return address;
  });
  heed(URL, "revokeObjectURL", ending(blobs));
  if (navigator.mediaDevices) {
    heed(navigator.mediaDevices, "getUserMedia", async (call) => {
      const stream = await call();
      tracks.push(...stream.getTracks());
      return stream;
    });
  }
  window.AudioContext = class extends AudioContext {
    constructor(...values) {
      super(...values);
      sounds.push(this);
    }
  };
  window.Worker = class extends Worker {
    constructor(...values) {
      super(...values);
      workers.add(this);
    }
    terminate() {
      workers.delete(this);
      super.terminate();
    }
  };
  const remember = async (call) => {
    const made = await call();
    // Found by what it is: names in Wasm may be anything.
    const memory = Object.values((made.instance ?? made).exports ?? {}).find((value) => value instanceof WebAssembly.Memory);
    if (memory) memories.add(memory);
    return made;
  };
  heed(WebAssembly, "instantiate", remember);
  heed(WebAssembly, "instantiateStreaming", remember);

  Object.defineProperty(window, Symbol.for("kept"), {
    value: () => ({
      timers: timers.size,
      frames: frames.size,
      blobs: blobs.size,
      tracks: tracks.filter((track) => track.readyState === "live").length,
      sounds: sounds.filter((sound) => sound.state !== "closed").length,
      workers: workers.size,
      engines: memories.size,
      wasm: [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
      shadows: document.querySelectorAll("sawtak-feedback").length,
    }),
  });
})();
