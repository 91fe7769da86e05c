import type { Statistics } from '../../../../shared/contract/inspect/data.js';
import { formatDatetime, formatTimedelta } from '../../../../shared/format/numpy/datetime-text.js';
import type { ScalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { floatText } from '../../../../shared/format/numpy/float-text.js';
import { reprFloat } from '../../../../shared/format/python-repr.js';
import { float64s } from '../typed-numbers.js';
import { GrowingHistogram } from './growing-histogram.js';
import { Moments } from './moments.js';
import { type Histogram, ValueStore } from './value-store.js';
import { WholeNumbers } from './whole-numbers.js';

/** The statistics of the values; `about` says that the median is not exact. */
export interface Totals extends Pick<Statistics, 'nan' | 'inf' | 'zeros'> {
  readonly min?: string;
  readonly max?: string;
  readonly mean?: string;
  readonly median?: string;
  readonly standardDeviation?: string;
  readonly histogram?: Histogram;
  readonly about: boolean;
}

/** Sums up values of one dtype. */
export interface Summary {
  /** At most 1 MiB of packed values. */
  add(packed: Uint8Array): void;
  finish(bins: number, signal: AbortSignal): Promise<Totals>;
}

/** Values kept for an exact median: 128 MiB of doubles at most. */
export const MAX_KEPT = 16 * 2 ** 20;

/** The summary for the dtype: real numbers and times, or complex numbers, which have no order and get only counts and a mean. */
export function summaryOf(dtype: ScalarDtype, values: number): Summary {
  return dtype.code === 'c' ? new ComplexSummary(dtype) : new NumberSummary(dtype, values);
}

class NumberSummary implements Summary {
  readonly #dtype: ScalarDtype;
  readonly #moments = new Moments();
  readonly #whole: WholeNumbers | undefined;
  readonly #kept: ValueStore | GrowingHistogram;

  constructor(dtype: ScalarDtype, values: number) {
    this.#dtype = dtype;
    this.#whole = dtype.code === 'f' ? undefined : new WholeNumbers(dtype);
    // Singles hold every integer of up to two bytes.
    const isSingle = dtype.itemsize <= 2 || (dtype.code === 'f' && dtype.itemsize === 4);
    this.#kept = values <= MAX_KEPT ? new ValueStore(values, isSingle) : new GrowingHistogram();
  }

  add(packed: Uint8Array): void {
    const values = this.#whole ? this.#whole.add(packed) : float64s(this.#dtype, packed);
    this.#moments.add(values);
    this.#kept.add(values);
  }

  async finish(bins: number, signal: AbortSignal): Promise<Totals> {
    const { nan, inf, zeros } = this.#moments;
    const median = await this.#median(signal);
    const histogram = await this.#histogram(bins, signal);
    return {
      nan,
      inf,
      zeros,
      ...this.#extremes(),
      ...this.#middle(),
      ...(median !== undefined && { median: this.#textOf(median) }),
      ...(histogram && { histogram }),
      about: this.#kept instanceof GrowingHistogram || !this.#isExact(),
    };
  }

  /** Integers that a double cannot hold make the median inexact. */
  #isExact(): boolean {
    return !this.#whole || [this.#whole.min, this.#whole.max].every((end) => Number.isSafeInteger(Number(end ?? 0n)));
  }

  #isTime(): boolean {
    return this.#dtype.code === 'M' || this.#dtype.code === 'm';
  }

  #extremes(): Pick<Totals, 'min' | 'max'> {
    const { min, max } = this.#whole ?? this.#moments;
    if (min === undefined || max === undefined || min > max) return {};
    return { min: this.#exact(min), max: this.#exact(max) };
  }

  #exact(value: number | bigint): string {
    const { code, unit, itemsize } = this.#dtype;
    if (typeof value === 'number') return floatText(value, itemsize === 2 ? 'f2' : itemsize === 4 ? 'f4' : 'f8');
    if (code === 'b') return value === 0n ? 'False' : 'True';
    if (code === 'M') return formatDatetime(value, unit);
    return code === 'm' ? formatTimedelta(value, unit) : value.toString();
  }

  #middle(): Pick<Totals, 'mean' | 'standardDeviation'> {
    const { mean, standardDeviation, finite, inf } = this.#moments;
    if (finite + inf === 0) return {};
    if (!this.#whole) return { mean: reprFloat(mean), standardDeviation: reprFloat(standardDeviation) };
    if (!this.#isTime()) return { mean: this.#whole.meanText() ?? '', standardDeviation: reprFloat(standardDeviation) };
    const center = this.#exact(this.#whole.meanInteger() ?? 0n);
    return this.#dtype.code === 'M'
      ? { mean: center }
      : { mean: center, standardDeviation: this.#textOf(standardDeviation) };
  }

  /** The text of a number between the values: as a double, or rounded to a time. */
  #textOf(value: number): string {
    return this.#isTime() ? this.#exact(BigInt(Math.round(value))) : reprFloat(value);
  }

  async #median(signal: AbortSignal): Promise<number | undefined> {
    const { inf, negativeInf } = this.#moments;
    return this.#kept.median(negativeInf, inf - negativeInf, signal);
  }

  async #histogram(bins: number, signal: AbortSignal): Promise<Histogram | undefined> {
    if (this.#isTime()) return undefined;
    const { finiteMin: min, finiteMax: max } = this.#moments;
    if (this.#kept instanceof GrowingHistogram) return this.#kept.histogram(bins);
    // One bin for each integer if there are no more integers than bins.
    const units = max - min + 1;
    if (this.#whole && units <= bins) return this.#kept.histogram(units, [min - 0.5, max + 0.5], signal);
    return this.#kept.histogram(bins, [min, max], signal);
  }
}

class ComplexSummary implements Summary {
  readonly #part: ScalarDtype;
  readonly #moments = [new Moments(), new Moments()] as const;
  #nan = 0;
  #inf = 0;
  #zeros = 0;

  constructor(dtype: ScalarDtype) {
    this.#part = { ...dtype, code: 'f', itemsize: dtype.itemsize / 2 };
  }

  add(packed: Uint8Array): void {
    const parts = float64s(this.#part, packed);
    const [re, im] = [0, 1].map((first) =>
      Float64Array.from({ length: parts.length / 2 }, (_, item) => parts[2 * item + first] ?? 0),
    );
    if (!re || !im) return;
    for (let item = 0; item < re.length; item++) {
      const [x, y] = [re[item] ?? 0, im[item] ?? 0];
      if (Number.isNaN(x) || Number.isNaN(y)) this.#nan++;
      else if (!Number.isFinite(x) || !Number.isFinite(y)) this.#inf++;
      else if (x === 0 && y === 0) this.#zeros++;
    }
    this.#moments[0].add(re);
    this.#moments[1].add(im);
  }

  async finish(): Promise<Totals> {
    const [re, im] = this.#moments;
    const imaginary = reprFloat(im.mean);
    const mean = `(${reprFloat(re.mean)}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j)`;
    return {
      nan: this.#nan,
      inf: this.#inf,
      zeros: this.#zeros,
      ...(re.finite + re.inf > 0 && { mean }),
      about: false,
    };
  }
}
