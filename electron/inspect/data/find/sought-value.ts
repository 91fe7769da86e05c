import { ArgumentError } from '../../../../shared/format/errors.js';
import type { Dtype, ScalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { decodeHalf } from '../../../../shared/format/numpy/float-decode.js';
import { formatElement, readElement } from '../../../../shared/format/numpy/values.js';
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
  if (dtype.itemsize === 8 && dtype.code !== 'f') {
    const base = wholeValue(value);
    // Differences from the base are rounded, but their sign is exact.
    return (packed) => float64s(dtype, packed, base).findIndex((difference) => holds(difference));
  }
  const wanted = roundedTo(dtype, numberValue(value));
  return (packed) => float64s(dtype, packed).findIndex((number) => holds(compare(number, wanted)));
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

function wholeValue(text: string): bigint {
  if (/^[+-]?\d[\d_]*$/.test(text)) return BigInt(text.replaceAll('_', ''));
  const value = numberValue(text);
  if (Number.isSafeInteger(value)) return BigInt(value);
  throw new ArgumentError(`the array has whole numbers: '${text}' is none`);
}

function numberValue(text: string): number {
  const known = { true: 1, false: 0 }[text.toLowerCase()];
  const value =
    known ??
    (/^[+-]?inf(?:inity)?$/i.test(text)
      ? Number(`${text[0] === '-' ? '-' : ''}Infinity`)
      : Number(text.replaceAll('_', '')));
  if (text !== '' && !Number.isNaN(value)) return value;
  throw new ArgumentError(`'${text}' is no number`);
}

/** The value of the dtype that is nearest. */
function roundedTo({ code, itemsize }: ScalarDtype, value: number): number {
  if (code !== 'f' || itemsize >= 8) return value;
  return itemsize === 4 ? Math.fround(value) : nearestHalf(value);
}

const HALF_INFINITY_BITS = 0x7c00;

function nearestHalf(value: number): number {
  const magnitude = Math.abs(value);
  let nearest = Number.POSITIVE_INFINITY;
  for (let bits = 0; bits < HALF_INFINITY_BITS; bits++) {
    const half = decodeHalf(bits);
    if (Math.abs(half - magnitude) < Math.abs(nearest - magnitude)) nearest = half;
  }
  return value < 0 ? -nearest : nearest;
}
