/** Digits of statistics, at least. */
export const minDigits = 7;

/** Digits that show a thousandth of the range of the values. */
export function digitsOf(min: string | undefined, max: string | undefined): number {
  const [low, high] = [Number(min), Number(max)];
  const range = high - low;
  if (!(range > 0) || !Number.isFinite(range)) return minDigits;
  const digits = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / range)) + 4;
  return Math.max(minDigits, Math.min(17, digits));
}

/** A float in so many digits, marked if it has more; whole numbers, text and dates unchanged: every digit of an int64 matters. */
export function shortened(text: string | undefined, digits: number): string | undefined {
  if (text === undefined || !/^-?\d+\.\d+(e[-+]?\d+)?$/.test(text)) return text;
  const value = Number(text);
  const short = Number(value.toPrecision(digits));
  // A large integer with a fraction has more digits than a double.
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER && !text.includes('e')) return text;
  return short === value ? text : approximate(String(short));
}

/** Marks a text as rounded. */
export function approximate(text: string): string {
  return text.startsWith('≈') ? text : `≈ ${text}`;
}
