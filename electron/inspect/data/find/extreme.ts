import type { ScalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { float64s, wordPairs } from '../typed-numbers.js';

/** A value for comparison, `major` first: the halves of a 64-bit integer, otherwise the value itself. */
export interface Extreme {
  readonly item: number;
  readonly major: number;
  readonly minor: number;
}

/** The first of the largest (`sign` 1) or smallest (-1) of packed values; undefined when all are NaN or NaT. */
export function extremeOf(dtype: ScalarDtype, packed: Uint8Array, sign: 1 | -1): Extreme | undefined {
  return dtype.itemsize === 8 && dtype.code !== 'f'
    ? extremeOfPairs(dtype, packed, sign)
    : extremeOfDoubles(float64s(dtype, packed), sign);
}

/** Whether `one` is larger (`sign` 1) or smaller (-1) than `other`. */
export function isBeyond(one: Extreme, other: Extreme, sign: 1 | -1): boolean {
  const apart = (one.major - other.major || one.minor - other.minor) * sign;
  return apart > 0;
}

function extremeOfDoubles(values: Float64Array, sign: 1 | -1): Extreme | undefined {
  let best = Number.NEGATIVE_INFINITY;
  let found = values.findIndex((value) => !Number.isNaN(value));
  if (found < 0) return undefined;
  for (let item = 0; item < values.length; item++) {
    const value = (values[item] ?? 0) * sign;
    if (value <= best || Number.isNaN(value)) continue;
    best = value;
    found = item;
  }
  return { item: found, major: best * sign, minor: 0 };
}

function extremeOfPairs(dtype: ScalarDtype, packed: Uint8Array, sign: 1 | -1): Extreme | undefined {
  const low = wordPairs(dtype, packed);
  const high = dtype.code === 'u' ? low : new Int32Array(low.buffer, low.byteOffset, low.length);
  const hasNat = dtype.code === 'M' || dtype.code === 'm';
  let [found, major, minor] = [-1, 0, 0];
  for (let item = 0; item < low.length / 2; item++) {
    const h = high[2 * item + 1] ?? 0;
    const l = low[2 * item] ?? 0;
    if (hasNat && h === -(2 ** 31) && l === 0) continue;
    if (found >= 0 && (h - major || l - minor) * sign <= 0) continue;
    [found, major, minor] = [item, h, l];
  }
  return found < 0 ? undefined : { item: found, major, minor };
}
