/** Round numbers between two limits, at most `most`, but at least two where the limits differ: 0, 2,000, 4,000. Ascending. */
export function ticksBetween(low: number, high: number, most: number): readonly number[] {
  if (!(high > low) || !Number.isFinite(high - low)) return Number.isFinite(low) ? [low] : [];
  const ticks = multiplesBetween(low, high, stepFor((high - low) / Math.max(1, most - 1)));
  return ticks.length > 1 ? ticks : multiplesBetween(low, high, stepBelow((high - low) / 2));
}

/** Multiples of a step, which is 1, 2 or 5 times a power of ten. */
export function multiplesBetween(low: number, high: number, step: number): readonly number[] {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  // Multiples, not sums: 3 * 0.1 rounds once, 0.1 + 0.1 + 0.1 three times.
  return Array.from({ length: Math.max(0, count) }, (_, at) => roundedToStep((first + at) * step, step));
}

/** Whole ticks, for axes that count. */
export function wholeTicksBetween(low: number, high: number, most: number): readonly number[] {
  return [...new Set(ticksBetween(low, high, most).filter(Number.isInteger))];
}

/** Round counts from 0 to at most `last`, in at most `intervals` steps. */
export function countTicks(last: number, intervals: number): readonly number[] {
  return multiplesBetween(0, last, wholeStep(last / intervals));
}

/** Steps within a decade, the finest first. */
const decadeSteps = [[1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8], [1, 1.5, 2, 3, 5], [1, 2, 5], [1]] as const;

/** Round numbers between two above zero for a logarithmic axis, in the finest steps that give at most `most`. */
export function logTicks(low: number, high: number, most = 8): readonly number[] {
  const inSteps = decadeSteps.map((factors) => decadeTicks(low, high, factors));
  return inSteps.find((ticks) => ticks.length <= most) ?? inSteps.at(-1) ?? [];
}

/** These factors of every power of ten between two numbers above zero. Ascending when the factors are. */
export function decadeTicks(low: number, high: number, factors: readonly number[]): readonly number[] {
  const first = Math.floor(Math.log10(low));
  const count = Math.max(0, Math.ceil(Math.log10(high)) - first + 1);
  return Array.from({ length: count }, (_, at) => first + at)
    .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
    .filter((tick) => tick >= low && tick <= high);
}

/** Powers of `base` between two numbers above zero. */
export function powerTicks(low: number, high: number, base: number): readonly number[] {
  const first = Math.ceil(Math.log(low) / Math.log(base) - 1e-9);
  const last = Math.floor(Math.log(high) / Math.log(base) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => base ** (first + at));
}

/** The smallest of 1, 2, 5, 10, 20, 50 ... that is at least `least`. */
export function wholeStep(least: number): number {
  return least <= 1 ? 1 : stepFor(least);
}

/** The smallest of 1, 2, 5 times a power of ten that is at least `least`. */
function stepFor(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** The largest of 1, 2, 5 times a power of ten that is at most `most`. */
function stepBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const factor = [5, 2, 1].find((candidate) => candidate * power <= most * (1 + 1e-9)) ?? 1;
  return factor * power;
}

/** A value of a chart's axis in at most six digits: `24,000`, `-0.5`, `1.2e9`. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return exponentText(value, 3);
  return signed(numberText.format(value));
}

/** The texts of an axis' ticks; with an `offset`, which is then to be added to each, they are differences from it: `+0.5`. */
export interface TickTexts {
  readonly texts: readonly string[];
  readonly offset?: string;
}

/** Most digits of a tick; beyond, ticks are differences from the first one. */
const maxTickDigits = 6;

/** The texts of ascending ticks, which differ. `base` is added to each. */
export function tickTexts(ticks: readonly number[], base = 0n): TickTexts {
  const [first] = ticks;
  if (first === undefined) return { texts: [] };
  const digits = digitsFor(Math.max(...ticks.map(Math.abs)), smallestStep(ticks));
  if (base === 0n && digits <= maxTickDigits)
    return { texts: ticks.map((tick) => numberWith(tick, maxTickDigits, digits)) };
  const differences = ticks.map((tick) => roundedToStep(tick - first, smallestStep(ticks)));
  return {
    texts: differences.map((difference) => `+${tickText(difference)}`),
    offset: `${base === 0n ? numberWith(first, 17) : sumText(first, base)} +`,
  };
}

/** A value in as many digits as show a thousandth of a range: `−22.6`, `1,000,000,000.25`. `base` is added. */
export function valueText(value: number, range: number, base = 0n): string {
  if (!Number.isFinite(value)) return String(value);
  if (base !== 0n) return sumText(value, base);
  return numberWith(value, Math.max(3, digitsFor(Math.abs(value), (range > 0 ? range : Math.abs(value)) / 1000)));
}

/** Digits of the largest value down to the one that a step changes. */
function digitsFor(largest: number, step: number): number {
  if (!(largest > 0 && step > 0)) return 1;
  return Math.max(1, Math.min(17, Math.floor(Math.log10(largest)) - Math.floor(Math.log10(step) + 1e-9) + 1));
}

function smallestStep(ticks: readonly number[]): number {
  const steps = ticks.slice(1).map((tick, at) => tick - (ticks[at] ?? 0));
  return steps.length === 0 ? Math.abs(ticks[0] ?? 0) : Math.min(...steps);
}

/** In at most so many digits; in exponents where digits would be zeros. */
function numberWith(value: number, maxDigits: number, exponentDigits = maxDigits): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 10 ** Math.max(7, maxDigits) || size < 1e-4)) return exponentText(value, exponentDigits);
  return signed(new Intl.NumberFormat(undefined, { maximumSignificantDigits: maxDigits }).format(value));
}

/** `1.25e12`. */
function exponentText(value: number, digits: number): string {
  return signed(value.toExponential(digits - 1).replace(/\.?0*e\+?/, 'e'));
}

/** An integer and a number as one; below a unit, what is between integers is left out. */
function sumText(value: number, base: bigint): string {
  return signed((base + BigInt(Math.round(value))).toLocaleString());
}

const numberText = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 6 });

/** With a typographic minus sign, which is as wide as a digit. */
function signed(text: string): string {
  return text.replace(/^-/, '−');
}

function roundedToStep(value: number, step: number): number {
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return decimals > 15 ? value : Number(value.toFixed(decimals));
}
