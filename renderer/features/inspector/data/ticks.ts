/** Round numbers between two limits, at most `most` and at least two where the limits differ: 0, 2,000, 4,000. Ascending. */
export function ticksBetween(low: number, high: number, most: number): readonly number[] {
  if (!(high > low) || !Number.isFinite(high - low)) return Number.isFinite(low) ? [low] : [];
  const step = stepFor((high - low) / Math.max(1, most - 1));
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  // Multiples rather than sums: 3 * 0.1 errs once, 0.1 + 0.1 + 0.1 thrice.
  return Array.from({ length: Math.max(0, count) }, (_, at) => cleaned((first + at) * step, step));
}

/** Whole ticks, for axes that count. */
export function wholeTicksBetween(low: number, high: number, most: number): readonly number[] {
  return [...new Set(ticksBetween(low, high, most).filter(Number.isInteger))];
}

/** The smallest of 1, 2, 5 times a power of ten that is at least `least`. */
export function stepFor(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** A value of a chart's axis in at most six digits: `24,000`, `-0.5`, `1.2e9`. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return value.toExponential(2).replace(/\.?0+e\+?/, 'e');
  return signed(numberText.format(value));
}

/** A limit that may stand anywhere, in three digits: `−22.6`. */
export function limitText(value: number): string {
  return tickText(Number(value.toPrecision(3)));
}

const numberText = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 6 });

/** A real minus, which is as wide as a digit. */
function signed(text: string): string {
  return text.replace('-', '−');
}

function cleaned(value: number, step: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return decimals > 15 ? value : Number(value.toFixed(decimals));
}
