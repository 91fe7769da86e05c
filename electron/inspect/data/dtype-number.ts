/** Numbers that a user has typed, as values of a dtype. */
import { ArgumentError } from '../../../shared/format/errors.js';
import type { ScalarDtype } from '../../../shared/format/numpy/dtype.js';
import { decodeHalf } from '../../../shared/format/numpy/float-decode.js';

/** A number as `float64s` has it: its difference from a base, which is 0 but for integers of 8 bytes. */
export interface DtypeNumber {
  readonly base: bigint;
  readonly difference: number;
}

/**
 * The number of a text as a value of a dtype: a float is rounded to the dtype, as numpy does before it compares; an integer of 8 bytes
 * is the base itself, since the sign of a difference from it is exact. Throws ArgumentError for a text that is no such number.
 */
export function numberOfDtype(dtype: ScalarDtype, text: string): DtypeNumber {
  if (dtype.itemsize === 8 && dtype.code !== 'f') return { base: wholeValue(text), difference: 0 };
  return { base: 0n, difference: roundedTo(dtype, numberValue(text)) };
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
