/** Inputs of the benchmark, made by seeded generators: the same bytes on every machine. */

/** Marsaglia's xorshift32: small, seeded, good enough to be incompressible. */
function* xorshift(seed) {
  let state = seed >>> 0;
  for (;;) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

/** Fills `values` (float64) with what a data set holds from item `first` on. */
const fills = {
  /** A sensor that drifts: a random walk in steps of 0.01, as measured series are. */
  walk(values, _first, state) {
    state.level ??= 0;
    for (let i = 0; i < values.length; i++) {
      state.level += (state.random.next().value % 101) - 50;
      values[i] = state.level * 0.01;
    }
  },
  /** Evenly spaced numbers: almost nothing is left of them, so that what is timed is everything but compression. */
  linspace(values, first, state) {
    for (let i = 0; i < values.length; i++) values[i] = (first + i) / state.count;
  },
  /** Counts of rare events, int64: Poisson numbers of mean 5, by multiplying uniform ones (Knuth). */
  poisson(values, _first, state) {
    const counts = new BigInt64Array(values.buffer, values.byteOffset, values.length);
    const limit = Math.exp(-5);
    for (let i = 0; i < counts.length; i++) {
      let count = -1;
      for (let product = 1; product > limit; count++) product *= state.random.next().value / 2 ** 32;
      counts[i] = BigInt(count);
    }
  },
  /** Normal numbers (Box and Muller): a few bits of sign and exponent are all that can be saved. */
  normal(values, _first, state) {
    const uniform = () => (state.random.next().value + 0.5) / 2 ** 32;
    for (let i = 0; i < values.length; i++) {
      values[i] = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    }
  },
  /** Random bits: nothing can be saved, chunks are stored as they are. */
  noise(values, _first, state) {
    const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
    for (let i = 0; i < words.length; i++) words[i] = state.random.next().value;
  },
};

export const dataSets = Object.keys(fills);

/** Yields the raw bytes of a data set in pieces of 8 MiB. */
export function* generate(name, sizeBytes) {
  const perPiece = 2 ** 20;
  const count = sizeBytes / 8;
  const state = { random: xorshift(20140726), count };
  for (let first = 0; first < count; first += perPiece) {
    const values = new Float64Array(Math.min(perPiece, count - first));
    fills[name](values, first, state);
    yield new Uint8Array(values.buffer);
  }
}
