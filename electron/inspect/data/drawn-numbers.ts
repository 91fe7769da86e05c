/** The numbers of values that are drawn and counted: one part of complex values, and none where a value is missing. */
import type { ComplexPart, DrawnNumbers } from '../../../shared/contract/inspect/data.js';
import type { ScalarDtype } from '../../../shared/format/numpy/dtype.js';
import { numberOfDtype } from './dtype-number.js';
import { float64s } from './typed-numbers.js';

/** Values with an order: those of the dtype themselves, or a part of complex ones. */
export interface OrderedValues {
  readonly dtype: ScalarDtype;
  /** Packed values as packed values of `dtype`; the given bytes themselves where these have an order. */
  readonly of: (packed: Uint8Array) => Uint8Array;
}

/** A part of single precision for complex64, as numpy has it, else of doubles. */
export function orderedValues(dtype: ScalarDtype, part: ComplexPart = 'magnitude'): OrderedValues {
  if (dtype.code !== 'c') return { dtype, of: (packed) => packed };
  const half: ScalarDtype = { ...dtype, code: 'f', itemsize: dtype.itemsize / 2 };
  const Values = half.itemsize === 4 ? Float32Array : Float64Array;
  const partOf = PARTS[part];
  return {
    dtype: { ...half, byteOrder: '<', itemsize: Values.BYTES_PER_ELEMENT },
    of: (packed) => {
      const pairs = float64s(half, packed);
      const values = new Values(pairs.length / 2);
      for (let item = 0; item < values.length; item++) {
        values[item] = partOf(pairs[2 * item] ?? 0, pairs[2 * item + 1] ?? 0);
      }
      return new Uint8Array(values.buffer);
    },
  };
}

const PARTS = {
  magnitude: (real, imaginary) => Math.hypot(real, imaginary),
  phase: (real, imaginary) => Math.atan2(imaginary, real),
  real: (real) => real,
  imaginary: (_, imaginary) => imaginary,
} as const satisfies Readonly<Record<ComplexPart, (real: number, imaginary: number) => number>>;

/** The items of packed values that are missing, ascending. */
export type MissingItems = (packed: Uint8Array) => readonly number[];

/**
 * The items that are the fill value; undefined where none is given. Of complex values the real part counts. Throws ArgumentError for a
 * fill value that the dtype cannot have.
 */
export function missingItems(dtype: ScalarDtype, fillValue: string | undefined): MissingItems | undefined {
  if (fillValue === undefined) return undefined;
  const real = orderedValues(dtype, 'real');
  const { base, difference } = numberOfDtype(real.dtype, fillValue);
  return (packed) => {
    const found: number[] = [];
    const values = float64s(real.dtype, real.of(packed), base);
    for (let item = 0; item < values.length; item++) if (values[item] === difference) found.push(item);
    return found;
  };
}

/** Packed values as doubles, relative to `base` as `float64s` has it; NaN for those that are missing. */
export function drawnNumbersOf(
  dtype: ScalarDtype,
  { complexPart, fillValue }: DrawnNumbers = {},
  base = 0n,
): (packed: Uint8Array) => Float64Array {
  const ordered = orderedValues(dtype, complexPart);
  const missing = missingItems(dtype, fillValue);
  return (packed) => {
    const values = float64s(ordered.dtype, ordered.of(packed), base);
    const lost = missing?.(packed) ?? [];
    if (lost.length === 0) return values;
    // The values may be the bytes that were read, which others share.
    const drawn = values.slice();
    for (const item of lost) drawn[item] = Number.NaN;
    return drawn;
  };
}

/** The packed values without the items that are missing. */
export function withoutItems(packed: Uint8Array, itemsize: number, items: readonly number[]): Uint8Array {
  if (items.length === 0) return packed;
  const kept = new Uint8Array(packed.byteLength - items.length * itemsize);
  let [from, to] = [0, 0];
  for (const item of [...items, packed.byteLength / itemsize]) {
    kept.set(packed.subarray(from, item * itemsize), to);
    to += item * itemsize - from;
    from = (item + 1) * itemsize;
  }
  return kept;
}
