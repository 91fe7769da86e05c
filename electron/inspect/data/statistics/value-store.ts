/** Keeps values for an exact median and histogram at the end, computed in steps between which other tasks run. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfCancelled } from '../../../engine/operation.js';

export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Values processed before other tasks run: some milliseconds. */
const STEP = 2 ** 20;
/** Buckets of one round of the search for a rank. */
const BUCKETS = 65536;
/** So many values are simply sorted. */
const FEW = 65536;

export class ValueStore {
  readonly #values: Float64Array | Float32Array;
  readonly #oneIn: number;
  #filled = 0;
  /** Values seen of the present group, and the one of them to keep. */
  #seen = 0;
  #pick = 0;
  #random = 0x9e3779b9;

  /**
   * `isSingle`: all values are singles, which need half the memory. With `oneIn`, one value of every so many is kept, at random, so
   * that a rank among those kept is the same share of all values, to some thousandths of a per cent for millions of values, whatever
   * the values are.
   */
  constructor(capacity: number, isSingle: boolean, oneIn = 1) {
    this.#values = isSingle ? new Float32Array(capacity) : new Float64Array(capacity);
    this.#oneIn = oneIn;
  }

  /** Keeps the finite values, or some of them. */
  add(values: Float64Array): void {
    for (let item = 0; item < values.length; item++) {
      const value = values[item] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      if (this.#oneIn > 1 && !this.#isPicked()) continue;
      this.#values[this.#filled++] = value;
    }
  }

  #isPicked(): boolean {
    const isPicked = this.#seen === this.#pick;
    this.#seen = (this.#seen + 1) % this.#oneIn;
    if (this.#seen === 0) this.#pick = this.#nextRandom() % this.#oneIn;
    return isPicked;
  }

  /** Marsaglia's xorshift, from a fixed seed: the same array has the same median each time. */
  #nextRandom(): number {
    let next = this.#random;
    next ^= next << 13;
    next ^= next >>> 17;
    next ^= next << 5;
    this.#random = next;
    return next >>> 0;
  }

  /**
   * The median: of an even number the mean of the two middle values; undefined without values. Infinities, of which there are `lowest`
   * and `highest` among all values, count as the ends.
   */
  async median(lowest: number, highest: number, signal: AbortSignal): Promise<number | undefined> {
    const [below, above] = [Math.round(lowest / this.#oneIn), Math.round(highest / this.#oneIn)];
    const count = this.#filled + below + above;
    if (count === 0) return undefined;
    const upper = await this.#ranked(Math.floor(count / 2) - below, signal);
    if (count % 2 === 1) return upper;
    const lower = await this.#ranked(count / 2 - 1 - below, signal);
    // Halved first: the sum of the two may be too large for a double.
    return lower === upper ? upper : lower / 2 + upper / 2;
  }

  /** The finite values with half a per cent of all below the first, and above the second; undefined without values. */
  async middle(signal: AbortSignal): Promise<readonly [low: number, high: number] | undefined> {
    if (this.#filled === 0) return undefined;
    const outside = Math.floor(this.#filled * 0.005);
    return [await this.#ranked(outside, signal), await this.#ranked(this.#filled - 1 - outside, signal)];
  }

  /** numpy's: equal bins from the smallest to the largest value, the last closed. Undefined when there are no finite values. */
  async histogram(bins: number, range: readonly [number, number], signal: AbortSignal): Promise<Histogram | undefined> {
    // Half a unit, or for large values the smallest difference between doubles.
    const half = Math.max(0.5, Math.abs(range[0]) * 2 ** -40);
    const [min, max] = range[0] === range[1] ? [range[0] - half, range[1] + half] : range;
    if (this.#filled === 0 || !Number.isFinite(max - min) || max === min) return undefined;
    const edges = Float64Array.from({ length: bins + 1 }, (_, edge) =>
      edge === bins ? max : min + (edge * (max - min)) / bins,
    );
    const counts = new Float64Array(bins);
    const scale = bins / (max - min);
    await this.#steps(this.#values.subarray(0, this.#filled), signal, (values) =>
      countInBins(values, { edges, counts, min, scale }),
    );
    return { edges: [...edges], counts: [...counts] };
  }

  /** The finite value with this rank, counted from 0; an infinity if the rank is outside. */
  async #ranked(rank: number, signal: AbortSignal): Promise<number> {
    if (rank < 0) return Number.NEGATIVE_INFINITY;
    if (rank >= this.#filled) return Number.POSITIVE_INFINITY;
    let values = this.#values.subarray(0, this.#filled);
    let left = rank;
    while (values.length > FEW) {
      const bucket = await this.#bucketOfRank(values, left, signal);
      if (!bucket) return values[0] ?? Number.NaN;
      left -= bucket.before;
      values = bucket.values;
    }
    return values.toSorted()[left] ?? Number.NaN;
  }

  /** Narrows the values to those around a rank, by counting them in equal buckets; undefined when all are equal. */
  async #bucketOfRank(
    values: Float64Array | Float32Array,
    rank: number,
    signal: AbortSignal,
  ): Promise<{ values: Float64Array | Float32Array; before: number } | undefined> {
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    await this.#steps(values, signal, (part) => {
      for (let item = 0; item < part.length; item++) {
        const value = part[item] ?? 0;
        if (value < min) min = value;
        if (value > max) max = value;
      }
    });
    if (min === max) return undefined;
    // Halves, so that the width of the widest range is a double too.
    const scale = BUCKETS / (max / 2 - min / 2);
    const bucketOf = (value: number): number => Math.min(BUCKETS - 1, Math.floor((value / 2 - min / 2) * scale));
    const counts = new Uint32Array(BUCKETS);
    await this.#steps(values, signal, (part) => {
      for (let item = 0; item < part.length; item++) {
        const bucket = bucketOf(part[item] ?? 0);
        counts[bucket] = (counts[bucket] ?? 0) + 1;
      }
    });
    let bucket = 0;
    let before = 0;
    for (; before + (counts[bucket] ?? 0) <= rank; bucket++) before += counts[bucket] ?? 0;
    const found = values.slice(0, counts[bucket]);
    let filled = 0;
    await this.#steps(values, signal, (part) => {
      for (let item = 0; item < part.length; item++) {
        const value = part[item] ?? 0;
        if (bucketOf(value) === bucket) found[filled++] = value;
      }
    });
    return { values: found, before };
  }

  async #steps<Values extends Float64Array | Float32Array>(
    values: Values,
    signal: AbortSignal,
    work: (part: Float64Array | Float32Array) => void,
  ): Promise<void> {
    for (let start = 0; start < values.length; start += STEP) {
      if (start > 0) await nextTurn();
      throwIfCancelled(signal);
      work(values.subarray(start, start + STEP));
    }
  }
}

interface Bins {
  readonly edges: Float64Array;
  readonly counts: Float64Array;
  readonly min: number;
  readonly scale: number;
}

function countInBins(values: Float64Array | Float32Array, { edges, counts, min, scale }: Bins): void {
  const last = counts.length - 1;
  for (let item = 0; item < values.length; item++) {
    const value = values[item] ?? 0;
    let bin = Math.min(last, Math.floor((value - min) * scale));
    // Rounding can put a value into a neighbouring bin; the edges decide, as in numpy.
    if (value < (edges[bin] ?? 0)) bin--;
    else if (bin < last && value >= (edges[bin + 1] ?? 0)) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
}
