/** A histogram of more values than can be kept: its bins become wider when values are outside of them. */
import type { Histogram } from './value-store.js';

const BINS = 65536;

export class GrowingHistogram {
  #counts = new Float64Array(BINS);
  #low = 0;
  #width = 0;
  readonly #isWhole: boolean;

  /** `isWhole`: bins are as wide as whole numbers of integers, so that all hold equally many. */
  constructor(isWhole: boolean) {
    this.#isWhole = isWhole;
  }

  /** Counts the finite ones. */
  add(values: Float64Array): void {
    for (let item = 0; item < values.length; item++) {
      const value = values[item] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      if (this.#width === 0) this.#begin(values);
      let bin = Math.floor((value - this.#low) / this.#width);
      if (!(bin >= 0 && bin < BINS)) {
        this.#growTo(value);
        bin = Math.min(BINS - 1, Math.max(0, Math.floor((value - this.#low) / this.#width)));
      }
      this.#counts[bin] = (this.#counts[bin] ?? 0) + 1;
    }
  }

  /** At most `bins` equal bins over all values; each consists of whole fine bins, so that every count is exact. */
  histogram(bins: number): Histogram | undefined {
    const first = this.#counts.findIndex((count) => count > 0);
    if (first < 0) return undefined;
    const last = this.#counts.findLastIndex((count) => count > 0);
    const joined = Math.ceil((last + 1 - first) / bins);
    const used = Math.ceil((last + 1 - first) / joined);
    const counts = Array.from({ length: used }, (_, bin) => {
      const start = first + bin * joined;
      return this.#counts.subarray(start, start + joined).reduce((sum, count) => sum + count, 0);
    });
    return {
      edges: Array.from({ length: used + 1 }, (_, edge) => this.#low + (first + edge * joined) * this.#width),
      counts,
    };
  }

  /** Begins with twice the range of the first values, which are in the middle. */
  #begin(values: Float64Array): void {
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of values) {
      if (!Number.isFinite(value)) continue;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    const span = max - min;
    const width = ((span > 0 && Number.isFinite(span) ? span : Math.max(Math.abs(max), 1) / BINS) * 2) / BINS;
    this.#width = this.#isWhole ? Math.max(1, Math.ceil(width)) : width;
    this.#low = this.#isWhole
      ? Math.floor(min) - 0.5 - Math.floor((this.#width * BINS) / 4)
      : min - (this.#width * BINS) / 4;
  }

  #growTo(value: number): void {
    // Beyond that the width would overflow.
    while ((value < this.#low || value >= this.#low + BINS * this.#width) && this.#width < 1e300) {
      const down = value < this.#low;
      const merged = new Float64Array(BINS);
      const offset = down ? BINS / 2 : 0;
      for (let bin = 0; bin < BINS / 2; bin++) {
        merged[offset + bin] = (this.#counts[2 * bin] ?? 0) + (this.#counts[2 * bin + 1] ?? 0);
      }
      this.#counts = merged;
      if (down) this.#low -= BINS * this.#width;
      this.#width *= 2;
    }
  }
}
