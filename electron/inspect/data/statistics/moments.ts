/** Counts, extremes, mean and spread of doubles, in one pass over pieces of any length. */

/** Values whose spread is computed together: few enough for the processor's cache. */
const BLOCK = 4096;

export class Moments {
  nan = 0;
  /** Infinities of either sign. */
  inf = 0;
  zeros = 0;
  /** Finite values. */
  finite = 0;
  /** Min is above max if there were none. */
  finiteMin = Number.POSITIVE_INFINITY;
  finiteMax = Number.NEGATIVE_INFINITY;
  negativeInf = 0;
  #mean = 0;
  #squares = 0;
  #sum = 0;
  /** The rounding error of the sum (Kahan). */
  #lost = 0;

  /** Adds values. */
  add(values: Float64Array): void {
    for (let start = 0; start < values.length; start += BLOCK)
      this.#addBlock(values, start, Math.min(start + BLOCK, values.length));
  }

  /** Of all values but NaN; min is above max if there were none. */
  get min(): number {
    return this.negativeInf > 0 ? Number.NEGATIVE_INFINITY : this.finiteMin;
  }

  get max(): number {
    if (this.inf > this.negativeInf) return Number.POSITIVE_INFINITY;
    return this.finite === 0 && this.inf > 0 ? Number.NEGATIVE_INFINITY : this.finiteMax;
  }

  /** numpy's `nanmean`; NaN when there were no values. */
  get mean(): number {
    const { inf, negativeInf } = this;
    if (inf > 0 && negativeInf > 0 && negativeInf < inf) return Number.NaN;
    if (inf > 0) return negativeInf > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return this.finiteMean;
  }

  /** Of the finite values; NaN when there were none. */
  get finiteMean(): number {
    if (this.finite === 0) return Number.NaN;
    // Rounding must not take the mean of equal values out of their range.
    return Math.min(this.finiteMax, Math.max(this.finiteMin, this.#sum / this.finite));
  }

  /** Of the whole population, as numpy's `nanstd` has it by default. */
  get standardDeviation(): number {
    return this.inf > 0 ? Number.NaN : this.finiteDeviation;
  }

  /** Of the finite values; NaN when there were none. */
  get finiteDeviation(): number {
    return this.finite === 0 ? Number.NaN : Math.sqrt(this.#squares / this.finite);
  }

  /**
   * First the block's mean, then the squares about it, corrected for the rounding of that mean; combined with the previous blocks as by
   * Chan, Golub and LeVeque.
   */
  #addBlock(values: Float64Array, start: number, end: number): void {
    const { count, sum } = this.#scan(values, start, end);
    if (count === 0) return;
    const rounded = sum / count;
    let [squares, rest] = [0, 0];
    for (let item = start; item < end; item++) {
      const apart = (values[item] ?? 0) - rounded;
      if (!Number.isFinite(apart)) continue;
      squares += apart * apart;
      rest += apart;
    }
    const mean = rounded + rest / count;
    squares = Math.max(0, squares - (rest * rest) / count);
    const before = this.finite;
    this.finite += count;
    const difference = mean - this.#mean;
    this.#mean += (difference * count) / this.finite;
    this.#squares += squares + (difference * difference * before * count) / this.finite;
    this.#addToSum(sum);
  }

  #scan(values: Float64Array, start: number, end: number): { count: number; sum: number } {
    let { finiteMin: min, finiteMax: max, zeros } = this;
    let count = 0;
    let sum = 0;
    for (let item = start; item < end; item++) {
      const value = values[item] ?? 0;
      if (Number.isFinite(value)) {
        if (value < min) min = value;
        if (value > max) max = value;
        count++;
        sum += value;
        if (value === 0) zeros++;
      } else this.#countSpecial(value);
    }
    this.finiteMin = min;
    this.finiteMax = max;
    this.zeros = zeros;
    return { count, sum };
  }

  #countSpecial(value: number): void {
    if (Number.isNaN(value)) {
      this.nan++;
      return;
    }
    this.inf++;
    if (value < 0) this.negativeInf++;
  }

  #addToSum(value: number): void {
    const corrected = value - this.#lost;
    const sum = this.#sum + corrected;
    this.#lost = sum - this.#sum - corrected;
    this.#sum = sum;
  }
}
