import { ArgumentError } from '../../../../shared/format/errors.js';
import type { Dtype } from '../../../../shared/format/numpy/dtype.js';
import { formatElement, readElement } from '../../../../shared/format/numpy/values.js';
import { numberOfDtype } from '../dtype-number.js';
import { float64s } from '../typed-numbers.js';

export const COMPARISONS = ['==', '!=', '<=', '>=', '=', '<', '>'] as const;

/** `> 3.5`: a comparison of values with one value, as it was typed. */
export interface Sought {
  readonly comparison: (typeof COMPARISONS)[number];
  readonly value: string;
}

/** The items of packed values, one after the other, that the comparison holds for; the first of them, or -1. */
export type FirstMatch = (packed: Uint8Array) => number;

/**
 * Compares values of a dtype as numpy does with a Python number: a float is rounded to the dtype first, an integer is exact. Other
 * dtypes, such as text and times, are compared with what numpy prints, for `=` and `!=` alone. Throws ArgumentError for a value
 * that the dtype cannot be compared with.
 */
export function matcherOf(dtype: Dtype, { comparison, value }: Sought): FirstMatch {
  if (dtype.kind !== 'scalar' || !'iufb'.includes(dtype.code)) return textMatcher(dtype, { comparison, value });
  const holds = HOLDS[comparison];
  const { base, difference } = numberOfDtype(dtype, value);
  return (packed) => float64s(dtype, packed, base).findIndex((number) => holds(compare(number, difference)));
}

/** By the sign of value minus sought value, which is NaN for NaN: unequal to all. */
const HOLDS = {
  '=': (difference) => difference === 0,
  '==': (difference) => difference === 0,
  '!=': (difference) => difference !== 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
} as const satisfies Record<Sought['comparison'], (difference: number) => boolean>;

/** The sign of the difference; two infinities have none, and that of tiny numbers can be 0. */
function compare(one: number, other: number): number {
  if (one === other) return 0;
  if (one < other) return -1;
  return one > other ? 1 : Number.NaN;
}

function textMatcher(dtype: Dtype, { comparison, value }: Sought): FirstMatch {
  if (!['=', '==', '!='].includes(comparison))
    throw new ArgumentError(`values of this dtype have no order: search for = ${value}`);
  const wanted = value.replace(/^(['"])(.*)\1$/, '$2');
  const wantsEqual = comparison !== '!=';
  const { itemsize } = dtype;
  return (packed) => {
    for (let item = 0; item < packed.byteLength / itemsize; item++) {
      if ((textOf(dtype, packed, item * itemsize) === wanted) === wantsEqual) return item;
    }
    return -1;
  };
}

/** As numpy prints it, but bytes as their characters, without `b''`. */
function textOf(dtype: Dtype, packed: Uint8Array, offset: number): string {
  const element = readElement(dtype, packed, offset);
  const isBytes = element instanceof Uint8Array && dtype.kind === 'scalar' && dtype.code === 'S';
  return isBytes ? Buffer.from(element).toString('latin1') : formatElement(dtype, element);
}
