/** Exact extremes and sum of integers, 64-bit ones included. */
import type { ScalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { reprFloat } from '../../../../shared/format/python-repr.js';
import { float64s, wordPairs } from '../typed-numbers.js';

/** -2^63 in two words: NaT in times. */
const LOWEST_HIGH_WORD = -(2 ** 31);

export class WholeNumbers {
  readonly #dtype: ScalarDtype;
  /** Whether -2^63 means "not a time". */
  readonly #hasNat: boolean;
  sum = 0n;
  count = 0;
  zeros = 0;
  min: bigint | undefined;
  max: bigint | undefined;

  constructor(dtype: ScalarDtype) {
    this.#dtype = dtype;
    this.#hasNat = dtype.code === 'M' || dtype.code === 'm';
  }

  /** Adds at most 2^20 packed values, for which sums of doubles are exact. */
  add(packed: Uint8Array): void {
    if (this.#dtype.itemsize === 8) this.#addPairs(wordPairs(this.#dtype, packed));
    else this.#addSmall(float64s(this.#dtype, packed));
  }

  /** Exact if the digits of a double suffice; otherwise rounded to a whole number. */
  meanText(): string | undefined {
    if (this.count === 0) return undefined;
    const count = BigInt(this.count);
    const whole = this.sum / count;
    const mean = Number(whole) + Number(this.sum % count) / this.count;
    return Number.isSafeInteger(Math.trunc(mean)) ? reprFloat(mean) : whole.toString();
  }

  /** Rounded towards zero. */
  meanInteger(): bigint | undefined {
    return this.count === 0 ? undefined : this.sum / BigInt(this.count);
  }

  #addSmall(values: Float64Array): void {
    let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (let item = 0; item < values.length; item++) {
      const value = values[item] ?? 0;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
      if (value === 0) this.zeros++;
    }
    if (values.length > 0) this.#join({ count: values.length, sum: BigInt(sum), min: BigInt(min), max: BigInt(max) });
  }

  #addPairs(low: Uint32Array): void {
    const isSigned = this.#dtype.code !== 'u';
    const high = isSigned ? new Int32Array(low.buffer, low.byteOffset, low.length) : low;
    const sums = new PairSums();
    for (let item = 0; item < low.length / 2; item++) {
      const l = low[2 * item] ?? 0;
      const h = high[2 * item + 1] ?? 0;
      if (this.#hasNat && h === LOWEST_HIGH_WORD && l === 0) continue;
      sums.add(h, l);
      if (h === 0 && l === 0) this.zeros++;
    }
    if (sums.count > 0) this.#join(sums.total());
  }

  #join({ count, sum, min, max }: PartTotal): void {
    this.count += count;
    this.sum += sum;
    if (this.min === undefined || min < this.min) this.min = min;
    if (this.max === undefined || max > this.max) this.max = max;
  }
}

interface PartTotal {
  readonly count: number;
  readonly sum: bigint;
  readonly min: bigint;
  readonly max: bigint;
}

/** Sums up 64-bit integers by their halves, which doubles hold exactly. */
class PairSums {
  count = 0;
  #sumHigh = 0;
  #sumLow = 0;
  #minHigh = Number.POSITIVE_INFINITY;
  #minLow = 0;
  #maxHigh = Number.NEGATIVE_INFINITY;
  #maxLow = 0;

  add(high: number, low: number): void {
    this.count++;
    this.#sumHigh += high;
    this.#sumLow += low;
    if (high < this.#minHigh || (high === this.#minHigh && low < this.#minLow)) {
      this.#minHigh = high;
      this.#minLow = low;
    }
    if (high > this.#maxHigh || (high === this.#maxHigh && low > this.#maxLow)) {
      this.#maxHigh = high;
      this.#maxLow = low;
    }
  }

  total(): PartTotal {
    const sum = join(this.#sumHigh, this.#sumLow);
    return { count: this.count, sum, min: join(this.#minHigh, this.#minLow), max: join(this.#maxHigh, this.#maxLow) };
  }
}

function join(high: number, low: number): bigint {
  return BigInt(high) * 2n ** 32n + BigInt(low);
}
