/** Floating point scalars as text, as numpy's `str` prints them: the fewest digits that give the same number. */
import { reprFloat } from '../python-repr.js';

/** Half, single and double precision. */
export type FloatPrecision = 'f2' | 'f4' | 'f8';

/** Nearest half-precision number, ties to even; beyond 65504 and its rounding range an infinity. */
export function roundToHalf(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const magnitude = Math.abs(value);
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14);
  const ulp = 2 ** (exponent - 10);
  // Adding and subtracting 2^52 rounds a smaller non-negative double to an integer, ties to even.
  const rounded = (magnitude / ulp + 2 ** 52 - 2 ** 52) * ulp;
  return Math.sign(value) * (rounded > 65504 ? Number.POSITIVE_INFINITY : rounded);
}

interface Rounding {
  readonly round: (value: number) => number;
  /** Most digits behind the first one that are needed to distinguish neighbouring numbers. */
  readonly maxFractionDigits: number;
}

const ROUNDINGS = {
  f2: { round: roundToHalf, maxFractionDigits: 4 },
  f4: { round: Math.fround, maxFractionDigits: 8 },
} satisfies Record<Exclude<FloatPrecision, 'f8'>, Rounding>;

/** significand * 10^exponent; the significand an integer of at most ten digits. */
interface Decimal {
  readonly significand: number;
  readonly exponent: number;
}

function toDecimal(magnitude: number, fractionDigits: number): Decimal {
  const [mantissa = '', exponent = ''] = magnitude.toExponential(fractionDigits).split('e');
  return { significand: Number(mantissa.replace('.', '')), exponent: Number(exponent) - fractionDigits };
}

function toNumber({ significand, exponent }: Decimal): number {
  return Number(`${significand}e${exponent}`);
}

/** The nearest decimal of that length, ties to even; `toExponential` itself rounds ties up. */
function nearestDecimal(magnitude: number, fractionDigits: number): Decimal {
  const nearest = toDecimal(magnitude, fractionDigits);
  const finer = toDecimal(magnitude, fractionDigits + 1);
  const isTie = finer.significand % 10 === 5 && toNumber(finer) === magnitude;
  return isTie && nearest.significand % 2 === 1 ? { ...nearest, significand: nearest.significand - 1 } : nearest;
}

/**
 * The shortest decimal that rounds to `magnitude`, as the nearest double. Tries the nearest decimal of each length first; above a
 * power of two, the interval of numbers that round to it is larger upwards, so that the next decimal above may round to it when the
 * nearest one does not.
 */
function shortestDecimal(magnitude: number, { round, maxFractionDigits }: Rounding): number {
  for (let fractionDigits = 0; fractionDigits < maxFractionDigits; fractionDigits += 1) {
    const nearest = nearestDecimal(magnitude, fractionDigits);
    const above = { ...nearest, significand: nearest.significand + 1 };
    const found = [nearest, above].map(toNumber).find((candidate) => round(candidate) === magnitude);
    if (found !== undefined) return found;
  }
  return toNumber(toDecimal(magnitude, maxFractionDigits));
}

/** numpy compares the number, not its digits, with 1e-4; the nearest single-precision number is below it. */
const SINGLE_BELOW_LIMIT = Math.fround(1e-4);

/**
 * `str` of a numpy float: `1.0`, `0.1`, `1e-05`, `1e+16`, `nan`, `-inf`. `value` must be representable in the given
 * precision. Positional from 1e-4 up to 1e16 whatever the precision, as in every numpy before 2.3.
 */
export function floatText(value: number, precision: FloatPrecision): string {
  const magnitude = Math.abs(value);
  if (precision === 'f8' || magnitude === 0 || !Number.isFinite(value)) return reprFloat(value);
  const sign = value < 0 ? '-' : '';
  if (precision === 'f4' && magnitude === SINGLE_BELOW_LIMIT) return `${sign}1e-04`;
  return sign + reprFloat(shortestDecimal(magnitude, ROUNDINGS[precision]));
}
