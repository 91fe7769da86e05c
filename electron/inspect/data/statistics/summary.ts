import type { Statistics } from '../../../../shared/contract/inspect/data.js';
import { formatDatetime, formatTimedelta } from '../../../../shared/format/numpy/datetime-text.js';
import type { ScalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { floatText } from '../../../../shared/format/numpy/float-text.js';
import { reprFloat } from '../../../../shared/format/python-repr.js';
import { fitsDouble, isExtended } from '../exact-text.js';
import { float64s } from '../typed-numbers.js';
import { GrowingHistogram } from './growing-histogram.js';
import { Moments } from './moments.js';
import { type Histogram, ValueStore } from './value-store.js';
import { WholeNumbers } from './whole-numbers.js';

/** The statistics of the values. */
export interface Totals extends Omit<Statistics, 'values' | 'of' | 'basis' | 'chunksRead' | 'elapsedMs'> {
  /** Long doubles that no double can hold: they are left out. */
  readonly outside?: number;
}

/** Values kept for an exact median: 128 MiB of doubles at most. */
export const MAX_KEPT = 16 * 2 ** 20;

/** Sums up values of a dtype with an order: real numbers and times. */
export class Summary {
  readonly #dtype: ScalarDtype;
  readonly #base: bigint;
  /** Of the values relative to the base. */
  readonly #moments = new Moments();
  readonly #whole: WholeNumbers | undefined;
  readonly #kept: ValueStore;
  /** For more values than are kept. */
  readonly #histogramOfAll: GrowingHistogram | undefined;
  readonly #oneIn: number;
  #outside = 0;

  /** `values`: at most so many will be added. `base` is that of `wholeBase`. */
  constructor(dtype: ScalarDtype, values: number, base: bigint) {
    this.#dtype = dtype;
    this.#base = base;
    this.#whole = dtype.code === 'f' ? undefined : new WholeNumbers(dtype);
    // Singles hold every integer of up to two bytes.
    const isSingle = dtype.itemsize <= 2 || (dtype.code === 'f' && dtype.itemsize === 4);
    this.#oneIn = Math.max(1, Math.ceil(values / MAX_KEPT));
    this.#kept = new ValueStore(Math.ceil(values / this.#oneIn), isSingle, this.#oneIn);
    this.#histogramOfAll = this.#oneIn > 1 ? new GrowingHistogram(this.#whole !== undefined) : undefined;
  }

  /** At most 1 MiB of packed values. */
  add(packed: Uint8Array): void {
    this.#whole?.add(packed);
    const all = float64s(this.#dtype, packed, this.#base);
    const values = isExtended(this.#dtype) ? this.#inRange(all, packed) : all;
    this.#moments.add(values);
    this.#kept.add(values);
    this.#histogramOfAll?.add(values);
  }

  async finish(bins: number, signal: AbortSignal): Promise<Totals> {
    const { nan, inf, negativeInf, zeros } = this.#moments;
    const median = await this.#kept.median(negativeInf, inf - negativeInf, signal);
    const histogram = await this.#histogram(bins, signal);
    const middle = histogram && (await this.#kept.middle(signal));
    return {
      nan,
      inf,
      zeros: this.#whole?.zeros ?? zeros,
      ...this.#extremes(),
      ...this.#middle(),
      ...this.#ofFinite(),
      ...(median !== undefined && { median: this.#medianText(median) }),
      ...(this.#oneIn > 1 && { medianOneIn: this.#oneIn }),
      ...(!this.#isExact() && { isRounded: true }),
      ...(histogram && { histogram }),
      ...(middle && { middle }),
      ...(this.#outside > 0 && { outside: this.#outside }),
    };
  }

  /** Whether doubles hold the integers, relative to the base. */
  #isExact(): boolean {
    const ends = [this.#whole?.min, this.#whole?.max];
    return ends.every((end) => end === undefined || Number.isSafeInteger(Number(end - this.#base)));
  }

  /** Without the long doubles that became infinite or 0 as doubles. */
  #inRange(values: Float64Array, packed: Uint8Array): Float64Array {
    const { itemsize } = this.#dtype;
    const inside = values.filter((_, item) => fitsDouble(this.#dtype, packed, item * itemsize));
    this.#outside += values.length - inside.length;
    return inside;
  }

  #isTime(): boolean {
    return this.#dtype.code === 'M' || this.#dtype.code === 'm';
  }

  #extremes(): Pick<Totals, 'min' | 'max'> {
    const { min, max } = this.#whole ?? this.#moments;
    if (min === undefined || max === undefined || min > max) return {};
    return { min: this.#exact(min), max: this.#exact(max) };
  }

  /** Only floats have infinities. */
  #ofFinite(): Pick<Totals, 'finite'> {
    const { inf, finite, finiteMin, finiteMax, finiteMean, finiteDeviation } = this.#moments;
    if (inf === 0 || finite === 0) return {};
    const [mean, standardDeviation] = [reprFloat(finiteMean), reprFloat(finiteDeviation)];
    return { finite: { min: this.#exact(finiteMin), max: this.#exact(finiteMax), mean, standardDeviation } };
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

  /** The text of a length of time, or of a number, between the values. */
  #textOf(value: number): string {
    return this.#isTime() ? this.#exact(BigInt(Math.round(value))) : reprFloat(value);
  }

  #medianText(relative: number): string {
    if (this.#isTime()) return this.#exact(BigInt(Math.round(relative)) + this.#base);
    if (this.#base === 0n || !Number.isFinite(relative)) return reprFloat(relative);
    const whole = Math.floor(relative);
    return `${BigInt(whole) + this.#base}.${relative === whole ? '0' : '5'}`;
  }

  async #histogram(bins: number, signal: AbortSignal): Promise<Statistics['histogram']> {
    const found = await this.#bins(bins, signal);
    return found && { ...found, ...(this.#base !== 0n && { base: this.#base.toString() }) };
  }

  async #bins(bins: number, signal: AbortSignal): Promise<Histogram | undefined> {
    const { finiteMin: min, finiteMax: max } = this.#moments;
    if (this.#histogramOfAll) return this.#histogramOfAll.histogram(bins);
    if (!this.#whole || min > max) return this.#kept.histogram(bins, [min, max], signal);
    // Each bin holds equally many integers, or the heights would differ for no other reason.
    const width = Math.ceil((max - min + 1) / bins);
    const used = Math.ceil((max - min + 1) / width);
    return this.#kept.histogram(used, [min - 0.5, min - 0.5 + used * width], signal);
  }
}
