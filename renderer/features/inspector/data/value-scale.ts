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

/** Value to share: 0 at the low limit, 1 at the high one; NaN where there is no logarithm. */
export function shareOf(scale: ValueScale, { low, high }: Limits): (value: number) => number {
  const bend = bendOf(scale, Math.max(Math.abs(low), Math.abs(high)));
  const from = scale === 'log' && low <= 0 ? bend(high / 1e6) : bend(low);
  const range = bend(high) - from;
  return (value) => (range > 0 ? (bend(value) - from) / range : value < low ? 0 : value > high ? 1 : 0.5);
}

function bendOf(scale: ValueScale, largest: number): (value: number) => number {
  // Values below zero have no logarithm: they are shown like NaN.
  if (scale === 'log') return (value) => Math.log10(value);
  // Logarithmic from a thousandth of the largest value on.
  const linear = largest / 1000 || 1;
  return scale === 'symlog' ? (value) => Math.asinh(value / linear) : (value) => value;
}

/** Limits around zero that hold both. */
export function symmetric({ low, high }: Limits): Limits {
  const reach = Math.max(Math.abs(low), Math.abs(high));
  return { low: -reach, high: reach };
}

interface Histogram {
  /** One more than there are counts. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Limits that exclude half a per cent at either end, so that a few outliers do not take all the colours. */
export function limitsFrom({ edges, counts }: Histogram): Limits | undefined {
  const [first, last] = [edges[0], edges.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const low = binsWithin(counts);
  const high = counts.length - binsWithin(counts.toReversed());
  return { low: edges[low] ?? first, high: edges[high] ?? last };
}

/** Bins from the start that hold half a per cent together at most. */
function binsWithin(counts: readonly number[]): number {
  const most = counts.reduce((sum, count) => sum + count, 0) * 0.005;
  let sum = 0;
  for (const [bin, count] of counts.entries()) {
    sum += count;
    if (sum > most) return bin;
  }
  return 0;
}
