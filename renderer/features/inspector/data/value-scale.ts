import type { Statistics } from '../../../../shared/contract/inspect/data.js';

/** How values become shares of a colour map. */
export const valueScales = {
  linear: { label: 'Linear' },
  log: { label: 'Logarithmic' },
  /** Linear near zero, logarithmic away from it on both sides. */
  symlog: { label: 'Symmetric log' },
} as const satisfies Readonly<Record<string, { readonly label: string }>>;
export type ValueScale = keyof typeof valueScales;

/** Values that get the first and the last colour. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/** Value to share: 0 at the low limit, 1 at the high one; for a logarithmic scale minus infinity from 0 down. */
export function shareOf(scale: ValueScale, { low, high }: Limits): (value: number) => number {
  const bend = bendOf(scale, Math.max(Math.abs(low), Math.abs(high)));
  const from = scale === 'log' && low <= 0 ? bend(high / 1e6) : bend(low);
  const range = bend(high) - from;
  return (value) => (range > 0 ? (bend(value) - from) / range : value < low ? 0 : value > high ? 1 : 0.5);
}

function bendOf(scale: ValueScale, largest: number): (value: number) => number {
  // Values below zero have no logarithm, and are below every value that has one.
  if (scale === 'log') return (value) => (value < 0 ? Number.NEGATIVE_INFINITY : Math.log10(value));
  // Logarithmic from a thousandth of the largest value on.
  const linear = largest / 1000 || 1;
  return scale === 'symlog' ? (value) => Math.asinh(value / linear) : (value) => value;
}

/** Limits around zero that hold both. */
export function symmetric({ low, high }: Limits): Limits {
  const reach = Math.max(Math.abs(low), Math.abs(high));
  return { low: -reach, high: reach };
}

/** Which values get the first and the last colour, unless limits are typed. */
export const limitFits = {
  middle: { label: 'Middle 99 %' },
  all: { label: 'All values' },
} as const satisfies Readonly<Record<string, { readonly label: string }>>;
export type LimitFit = keyof typeof limitFits;

/** Limits from the values: all of them, or without half a per cent at either end, so that a few outliers do not take all the colours. */
export function limitsFrom(
  { histogram, middle }: Pick<Statistics, 'histogram' | 'middle'>,
  fit: LimitFit,
): Limits | undefined {
  const [first, last] = [histogram?.edges[0], histogram?.edges.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [low, high] = middle ?? [first, last];
  return fit === 'all' || !(high > low) ? { low: first, high: last } : { low, high };
}

/** A limit as it can be typed, in as many digits as show a ten-thousandth of the range. */
export function printLimit(value: number, { low, high }: Limits, base: bigint): string {
  if (base !== 0n) return String(base + BigInt(Math.round(value)));
  const range = high - low;
  const digits = range > 0 && value !== 0 ? Math.ceil(Math.log10(Math.abs(value) / range)) + 5 : 6;
  return String(Number(value.toPrecision(Math.max(4, Math.min(17, digits)))));
}

/** The limit of a text, relative to `base`; undefined for text that is no number. */
export function parseLimit(text: string, base: bigint): number | undefined {
  const plain = text.trim().replaceAll(',', '').replace('−', '-');
  if (base !== 0n && /^-?\d+$/.test(plain)) return Number(BigInt(plain) - base);
  const value = plain === '' ? Number.NaN : Number(plain) - Number(base);
  return Number.isFinite(value) ? value : undefined;
}
