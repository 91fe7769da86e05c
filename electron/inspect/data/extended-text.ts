/** x87 long doubles as text, exactly: the shortest digits that read back as the same 80-bit number, as numpy prints them. */

import type { ScalarDtype } from '../../../shared/format/numpy/dtype.js';

/** magnitude = significand x 2^exponent. */
interface Binary {
  readonly significand: bigint;
  readonly exponent: number;
}

/** Digits that distinguish any two long doubles. */
const MAX_DIGITS = 21;

/** A fraction of integers. */
interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}

/** The long double at `offset`, little-endian. */
export function extendedView(
  { byteOrder }: ScalarDtype,
  bytes: Uint8Array,
  offset: number,
  sizeBytes: number,
): DataView {
  const own = bytes.slice(offset, offset + sizeBytes);
  if (byteOrder === '>') own.reverse();
  return new DataView(own.buffer);
}

/** Whether the nearest double is a number of the same kind: not infinite, nor 0, when the long double is neither. */
export function isSameAsDouble(view: DataView, nearest: number): boolean {
  const isSpecial = (view.getUint16(8, true) & 0x7fff) === 0x7fff;
  const isZero = view.getBigUint64(0, true) === 0n;
  return Number.isFinite(nearest) ? isZero || nearest !== 0 : isSpecial;
}

/** 10 bytes, little-endian, at `offset`: 64-bit significand with its integer bit, then sign and 15-bit exponent. */
export function extendedText(view: DataView, offset: number): string {
  const significand = view.getBigUint64(offset, true);
  const signAndExponent = view.getUint16(offset + 8, true);
  const biased = signAndExponent & 0x7fff;
  const sign = signAndExponent & 0x8000 ? '-' : '';
  if (biased === 0x7fff) return BigInt.asUintN(63, significand) === 0n ? `${sign}inf` : 'nan';
  if (significand === 0n) return `${sign}0.0`;
  // Exponent 0 is that of subnormals, which have the scale of exponent 1.
  const { digits, exponent } = shortest({ significand, exponent: Math.max(biased, 1) - 16383 - 63 });
  return sign + spell(digits, exponent);
}

function shortest(binary: Binary): { digits: string; exponent: number } {
  const value = ratioOf(binary);
  const exponent = decimalExponent(value);
  for (let count = 1; count < MAX_DIGITS; count++) {
    const candidate = roundTo(value, exponent - count + 1);
    if (readsBack(candidate, exponent - count + 1, binary, value)) return trimmed(candidate, exponent, count);
  }
  return trimmed(roundTo(value, exponent - MAX_DIGITS + 1), exponent, MAX_DIGITS);
}

function trimmed(candidate: bigint, exponent: number, count: number): { digits: string; exponent: number } {
  const digits = candidate.toString();
  // 9.99 rounded up to 10: one digit more, and so one exponent more.
  return { digits: digits.replace(/0+$/, ''), exponent: exponent + digits.length - count };
}

function ratioOf({ significand, exponent }: Binary): Ratio {
  const power = 2n ** BigInt(Math.abs(exponent));
  return exponent >= 0 ? { over: significand * power, under: 1n } : { over: significand, under: power };
}

/** The power of ten of the first digit. */
function decimalExponent({ over, under }: Ratio): number {
  const guess = over.toString().length - under.toString().length;
  const scaled = guess >= 0 ? under * 10n ** BigInt(guess) : under;
  const lifted = guess >= 0 ? over : over * 10n ** BigInt(-guess);
  return lifted >= scaled ? guess : guess - 1;
}

/** The value in units of 10^power, rounded to an integer, ties to even. */
function roundTo({ over, under }: Ratio, power: number): bigint {
  const scale = 10n ** BigInt(Math.abs(power));
  const [top, bottom] = power >= 0 ? [over, under * scale] : [over * scale, under];
  const quotient = top / bottom;
  const twice = 2n * (top % bottom);
  const up = twice > bottom || (twice === bottom && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

/** Whether `candidate` x 10^power rounds to the number: it is within half a step of it. */
function readsBack(
  candidate: bigint,
  power: number,
  { significand, exponent }: Binary,
  { over, under }: Ratio,
): boolean {
  const scale = 10n ** BigInt(Math.abs(power));
  const [top, bottom] = power >= 0 ? [candidate * scale, 1n] : [candidate, scale];
  const difference = top * under - over * bottom;
  const apart = difference < 0n ? -difference : difference;
  // Compared as quarters of a step, because below a power of two the steps are half as wide.
  const narrow = difference < 0n && significand === 2n ** 63n;
  const quarter = ratioOf({ significand: narrow ? 1n : 2n, exponent: exponent - 2 });
  const left = apart * quarter.under;
  const right = quarter.over * bottom * under;
  return left < right || (left === right && significand % 2n === 0n);
}

/** Positional from 1e-4 up to 1e16, as numpy prints floats. */
function spell(digits: string, exponent: number): string {
  if (exponent >= 16 || exponent < -4) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${digits.slice(0, 1)}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  return `${digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')}.${digits.slice(exponent + 1) || '0'}`;
}
