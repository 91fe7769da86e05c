import type { NumberFormat } from '../../../shared/contract/inspect/data.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { type ComplexValue, type ElementValue, readElement } from '../../../shared/format/numpy/values.js';
import { valueBinary, valueHex } from './byte-text.js';
import { exactText, fitsDouble } from './exact-text.js';
import type { Leaf } from './leaves.js';
import { type DigitPlan, integerText, numberText, specialKind } from './number-text.js';

/** A value as a table shows it. */
export interface CellText {
  readonly text: string;
  readonly special?: 'nan' | 'inf';
}

export interface CellStyle {
  readonly format: NumberFormat;
  /** Digits of the column, used for `auto`; if undefined, values are printed exactly. */
  readonly plan?: DigitPlan;
  /** Most bytes of a value in `bytes`. */
  readonly maxBytes: number;
}

/** The text of the value of a leaf that begins at `offset` of `bytes`. */
export function cellText({ dtype }: Leaf, bytes: Uint8Array, offset: number, style: CellStyle): CellText {
  const special = specialAt(dtype, bytes, offset);
  return { text: textOf(dtype, bytes, offset, style), ...(special && { special }) };
}

function textOf(dtype: Dtype, bytes: Uint8Array, offset: number, { format, plan, maxBytes }: CellStyle): string {
  const isNumeral = format.kind !== 'hex' && format.kind !== 'binary';
  if (isNumeral && dtype.kind === 'scalar' && !fitsDouble(dtype, bytes, offset)) {
    return exactText(dtype, bytes, offset, maxBytes);
  }
  switch (format.kind) {
    case 'exact':
      return exactText(dtype, bytes, offset, maxBytes);
    case 'hex':
      return valueHex(dtype, valueBytes(dtype, bytes, offset, maxBytes));
    case 'binary':
      return valueBinary(dtype, valueBytes(dtype, bytes, offset, maxBytes));
    case 'auto':
      return hasDigits(dtype) && plan
        ? withDigits(dtype, readElement(dtype, bytes, offset), plan, true)
        : exactText(dtype, bytes, offset, maxBytes);
    case 'fixed':
    case 'scientific':
      return isPlainNumber(dtype)
        ? withDigits(dtype, readElement(dtype, bytes, offset), format, false)
        : exactText(dtype, bytes, offset, maxBytes);
  }
}

function valueBytes(dtype: Dtype, bytes: Uint8Array, offset: number, maxBytes: number): Uint8Array {
  return bytes.subarray(offset, offset + Math.min(dtype.itemsize, maxBytes));
}

/** Whether the number of digits after the point can be chosen. */
export function hasDigits(dtype: Dtype): boolean {
  return dtype.kind === 'scalar' && (dtype.code === 'f' || dtype.code === 'c');
}

function isPlainNumber(dtype: Dtype): boolean {
  return dtype.kind === 'scalar' && 'iufc'.includes(dtype.code);
}

function withDigits(dtype: Dtype, value: ElementValue, plan: DigitPlan, keepsSmall: boolean): string {
  if (typeof value === 'bigint' || (typeof value === 'number' && !hasDigits(dtype))) return integerText(value, plan);
  const textWithDigits = (part: number): string => numberText(part, keepsSmall ? fitting(part, plan) : plan);
  if (typeof value === 'number') return textWithDigits(value);
  const { re, im } = value as ComplexValue; // the only other kind of value that is a plain number
  const imaginary = textWithDigits(im);
  return `${textWithDigits(re)}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j`;
}

/** A value that the column's digits would show as 0, or with digits that it does not have, is printed with an exponent. */
function fitting(value: number, plan: DigitPlan): DigitPlan {
  const magnitude = Math.abs(value);
  if (plan.kind === 'scientific' || magnitude === 0 || !Number.isFinite(value)) return plan;
  const lost = magnitude < 0.5 * 10 ** -plan.digits || magnitude >= 1e15;
  return lost ? { kind: 'scientific', digits: 3 } : plan;
}

/** Strings and records are never special, and are not decoded. */
function specialAt(dtype: Dtype, bytes: Uint8Array, offset: number): 'nan' | 'inf' | undefined {
  if (dtype.kind !== 'scalar' || !'fcMm'.includes(dtype.code) || !fitsDouble(dtype, bytes, offset)) return undefined;
  return specialKind(readElement(dtype, bytes, offset));
}

/** The finite numbers of a value, which determine the digits of a column. */
export function finiteParts({ dtype }: Leaf, bytes: Uint8Array, offset: number): readonly number[] {
  if (!hasDigits(dtype)) return [];
  const value = readElement(dtype, bytes, offset);
  const parts = typeof value === 'number' ? [value] : [(value as ComplexValue).re, (value as ComplexValue).im]; // floats or complex
  return parts.filter(Number.isFinite);
}

/** Bytes of one part of a complex number, of a float itself. */
export function partBytes(dtype: Dtype): number {
  return dtype.kind === 'scalar' && dtype.code === 'c' ? dtype.itemsize / 2 : dtype.itemsize;
}
