// Proof of work under a flood of requests: finds a number for which the SHA-256 of `<token>:<number>` begins with
// `difficulty` zero bits. Loaded only then. Searches in a Worker if the page's policy allows one, otherwise in the
// page, in short portions that yield to it.

/** Longest portion of a search in the page, in milliseconds: shorter than a screen's frame. */
const PORTION = 12;
/** Numbers tried between two readings of the clock. */
const STRIDE = 256;

/** Creates the search function. A Worker runs its source, so it refers to nothing outside. */
const searcher = () => {
  // Constants of SHA-256: the first 32 fractional bits of square and cube roots of the first primes.
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
  const behindPoint = (root) => ((root % 1) * 2 ** 32) | 0;
  const START = Int32Array.from(primes.slice(0, 8), (prime) => behindPoint(prime ** 0.5));
  const ROUND = Int32Array.from(primes, (prime) => behindPoint(Math.cbrt(prime)));
  const words = new Int32Array(64);
  const turned = (word, by) => (word >>> by) | (word << (32 - by));

  /** Compresses a block into the state. Its first sixteen words are in place. */
  const compress = (state) => {
    for (let i = 16; i < 64; i++) {
      const early = words[i - 15];
      const late = words[i - 2];
      const small = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
      const large = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
      words[i] = (words[i - 16] + small + words[i - 7] + large) | 0;
    }
    let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (let i = 0; i < 64; i++) {
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  };

  /** Fills a block with characters of an ASCII text and the end bit. */
  const fill = (text, from, to) => {
    words.fill(0, 0, 16);
    for (let i = from; i < to; i++) {
      const byte = i < text.length ? text.charCodeAt(i) : 0x80;
      words[(i - from) >> 2] |= byte << (24 - 8 * (i & 3));
    }
  };

  // Numbers with the same first digits share all blocks but the last.
  let [known, middle] = ["", START];
  const state = new Int32Array(8);
  /** Returns the first 32 bits of the digest. */
  const digest = (text) => {
    const whole = text.length & ~63;
    const begin = text.slice(0, whole);
    if (begin !== known) {
      middle = START.slice();
      for (let block = 0; block < whole; block += 64) {
        fill(text, block, block + 64);
        compress(middle);
      }
      known = begin;
    }
    state.set(middle);
    fill(text, whole, text.length + 1);
    if (text.length - whole > 55) {
      compress(state);
      words.fill(0, 0, 16);
    }
    words[15] = text.length * 8;
    compress(state);
    return state[0];
  };

  /** Returns the first of `count` numbers, counted from `from`, that solves the challenge; -1 if none. */
  return (token, difficulty, from, count) => {
    for (let number = from; number < from + count; number++) {
      if (Math.clz32(digest(`${token}:${number}`)) >= difficulty) return number;
    }
    return -1;
  };
};

const inWorker = (token, difficulty) => {
  const text = `postMessage((${searcher})()(${JSON.stringify(token)}, ${Number(difficulty)}, 0, Infinity))`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  // A page with Trusted Types requires a policy, which it may allow by name.
  const policy = globalThis.trustedTypes?.createPolicy("sawtak", { createScriptURL: (url) => url });
  const worker = new Worker(policy?.createScriptURL(address) ?? address);
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  }).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(address);
  });
};

const inPage = async (token, difficulty) => {
  const search = searcher();
  for (let from = 0; ; ) {
    const end = performance.now() + PORTION;
    do {
      const number = search(token, difficulty, from, STRIDE);
      if (number >= 0) return number;
      from += STRIDE;
    } while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve));
  }
};

/** Finds the proof, as a value of the header `Proof`. */
export const prove = async ({ token, difficulty }) => {
  const number = await (async () => inWorker(token, difficulty))().catch(() => inPage(token, difficulty));
  return `${token}:${number}`;
};
