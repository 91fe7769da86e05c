/**
 * Logarithm and exponential from the four basic operations only. Those of `Math` may differ in the last bit from one engine or
 * processor to the next, and the built-in data sets have to be the same bytes everywhere.
 */

/** Constants are the same everywhere. */
const { LN2, SQRT1_2: SQRT_HALF } = Math;
const LOG_TERMS = 12;
const EXP_TERMS = 20;

/** Natural logarithm of a positive, normal number, to about 1e-15. */
export function exactLog(value: number): number {
  let mantissa = value;
  let exponent = 0;
  // Doubling and halving are exact.
  for (; mantissa < SQRT_HALF; exponent--) mantissa *= 2;
  for (; mantissa >= 2 * SQRT_HALF; exponent++) mantissa /= 2;
  const s = (mantissa - 1) / (mantissa + 1);
  let sum = 0;
  for (let term = LOG_TERMS; term >= 0; term--) sum = sum * s * s + 1 / (2 * term + 1);
  return exponent * LN2 + 2 * s * sum;
}

/** e to the power of `value`, between -500 and 500, with a relative error of about 1e-15. */
export function exactExp(value: number): number {
  const exponent = Math.round(value / LN2);
  const rest = value - exponent * LN2;
  let sum = 1;
  for (let term = EXP_TERMS; term >= 1; term--) sum = 1 + (sum * rest) / term;
  let scaled = sum;
  for (let step = 0; step < Math.abs(exponent); step++) scaled = exponent < 0 ? scaled / 2 : scaled * 2;
  return scaled;
}
